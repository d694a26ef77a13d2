/**
 * support: what flows, stories, faults and the bench share: a database of one's own, and an identity provider that signs
 * what it is told to, wrong things included. It replaces nothing of ours.
 */
export * from './database';
export * from './issuer';
