/**
 * organisation: who can be named, and for which purposes one may ask.
 *
 * Owns departments, teams with their contact points, purposes and coverage, what waits for a second pair of eyes, and
 * what teams and reviewers are told. Holds a copy of the first three in memory that is reloaded when the catalogue's
 * version moves. Knows nothing of residents or involvement.
 */
export * from './catalogue';
export * from './change';
export * from './change-contact';
export * from './contact';
export * from './coverage';
export * from './entities';
export * from './events';
export * from './hours';
export * from './heartbeat';
export * from './merged';
export * from './organisation-proposals';
export { problem as organisationProblem } from './problems';
export * from './proposals';
export * from './put-department';
export * from './put-team';
export * from './read-organisation';
export * from './team-changes';
