/**
 * organisation: who can be named, and for which purposes one may ask.
 *
 * Owns departments, teams with their contact points, purposes and coverage, who stands in for whom, who used the
 * service as what, the list of departments' systems, what waits for a second pair of eyes, and what teams and reviewers
 * are told. Holds a copy of
 * departments, teams, purposes and covers in memory that is reloaded when the catalogue's version moves. Knows nothing of
 * residents or involvement.
 */
export * from './accounts';
export * from './case-pattern';
export * from './catalogue';
export * from './change';
export * from './change-contact';
export { type ConnectionKey, readConnectionKey } from './connection-key';
export { ConnectionShelf, type ConnectionState, Issuer, type ListedConnection } from './connection-shelf';
export * from './connections';
export * from './contact';
export * from './cover';
export * from './coverage';
export * from './decide-proposal';
export * from './duty';
export * from './end-connection';
export * from './entities';
export * from './events';
export * from './heartbeat';
export * from './hours';
export * from './manage-covers';
export * from './managed-teams';
export * from './merged';
export * from './organisation-proposals';
export * from './own-teams';
export * from './part';
export { problem as organisationProblem } from './problems';
export * from './proposals';
export * from './purpose-proposals';
export * from './purposes';
export * from './put-connection';
export * from './put-department';
export * from './put-team';
export * from './read-organisation';
export * from './team-changes';
export * from './team-contact';
export * from './team-names';
export * from './who-am-i';
