/** Lines of one list. A round is far shorter; more than this is an export of something else. */
export const MOST_LINES = 500;
