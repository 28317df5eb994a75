/**
 * What a reader may leave on a note or group of another syndicate. `same` is the one that counts across syndicates: "we
 * have that too"; the others say what the story did.
 */
export type GalleryMark = 'same' | 'thanks' | 'moved' | 'tell-me-more';
