/** How the prompts a facilitator adds in the room are told from those that came with the step. */
export const OWN_PROMPT = 'own-';

export const isOwnPrompt = (id: string): boolean => id.startsWith(OWN_PROMPT);
