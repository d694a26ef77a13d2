/**
 * disclosure: what an involvement shows, to whom, for which purpose.
 *
 * Owns policy versions and `decide`, a pure function that sets two dials: what the asker is shown and what the owner is
 * told. The same function answers inquiries, passes messages and runs the simulator, so that they cannot differ. It
 * reads nothing about the resident: owner, asker, purpose, kind and rung are all it knows.
 *
 * A version is proposed whole, checked against the organisation, approved by a second person and never changed.
 */
export * from './cells';
export * from './check';
export * from './decide';
export * from './policies';
export * from './policy-shelf';
export * from './propose-policy';
export { LABEL, RUNGS, readContent } from './read';
