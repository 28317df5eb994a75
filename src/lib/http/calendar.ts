/** The calendar of one's own. */
import { get, post } from '#lib/http/request.ts';
import type { CalendarFeedView, NewCalendarFeedView } from '#protocol/support-views.ts';

const at = (workshop: string): string => `/workshops/${workshop}/calendar-feed`;

export const readCalendarFeed = (workshop: string): Promise<CalendarFeedView> => get(at(workshop));
/** Makes another address, and ends the one before. */
export const makeCalendarFeed = (workshop: string): Promise<NewCalendarFeedView> => post(at(workshop));
export const endCalendarFeed = (workshop: string): Promise<void> => post(`${at(workshop)}/end`);
