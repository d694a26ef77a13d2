/**
 * organisation: who can be named, and for which purposes one may ask.
 *
 * Owns departments, teams with their contact points, purposes and coverage. Holds a copy of them in memory that is
 * reloaded when the catalogue's version moves. Knows nothing of residents or involvement.
 */
export * from './catalogue';
export * from './coverage';
export * from './entities';
export * from './hours';
export * from './manage';
