/** Brings the reader to the heading of a pane that has just replaced another; its page had the focus somewhere in it. */
export const takeFocus = (heading: HTMLElement): void => heading.focus();
