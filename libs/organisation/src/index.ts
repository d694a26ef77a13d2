/**
 * organisation: who can be named, and for which purposes one may ask.
 *
 * Owns departments, teams with their contact points, purposes and coverage, who stands in for whom, who used the
 * service as what, what waits for a second pair of eyes, and what teams and reviewers are told. Holds a copy of
 * departments, teams, purposes and covers in memory that is reloaded when the catalogue's version moves. Knows nothing of residents or involvement.
 */
export * from './accounts';
export * from './case-pattern';
export * from './catalogue';
export * from './change';
export * from './cover';
export * from './coverage';
export * from './duty';
export * from './decide-proposal';
export * from './entities';
export * from './events';
export * from './hours';
export * from './manage';
export * from './manage-covers';
export * from './part';
export * from './proposals';
export * from './purposes';
export * from './purpose-proposals';
