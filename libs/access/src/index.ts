/**
 * access: who is asking, and what that role may do.
 *
 * Owns the actor, the roles, the table of rights and the guard that reads it. Every route names its right or says that
 * it is open; a process with a route that says neither does not start. It decides about roles and scopes only: whose
 * team or purpose something is, is decided where the rule lives.
 */
export * from './actor';
export * from './rights';
export * from './rights-guard';
