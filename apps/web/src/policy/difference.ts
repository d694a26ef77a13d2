import { later } from '../shell/later';

/** What differs between two policies, fetched when somebody compares. */
export const DifferenceView = later(async () => (await import('./difference-view')).DifferenceView, ['difference']);
