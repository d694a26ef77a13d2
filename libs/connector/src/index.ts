/**
 * connector: from a department's export to involvement in the index, unattended and without double entry.
 *
 * It reads CSV files of any make, understands their lines, finds the difference with what it delivered before, and
 * registers, renews and withdraws that difference through the SDK. It writes and reads the connection files, whose form is
 * the SDK's, and owns the profile of a source and the state of a connection: a keyed hash per registration with the id that
 * the index knows it by.
 *
 * It keeps no identifier and no token, and says none in an error or a progress report; rejected lines go to one file
 * beside the state, for its owner only. It changes nothing before every line was read, registers nothing twice and
 * forgets nothing, also when it is killed at any moment.
 */
export { type Connection, CONNECTION_FILE, PUBLIC_FILE, type PublicConnection } from '#client/node';
export { makeConnection, readConnection } from './connection';
export type { Done } from './deliver';
export { type Field, type Profile, profileFrom } from './profile';
export { readProfile } from './profile-file';
export type { RejectedLine } from './rejected';
export type { DeliveryClient } from './sdk';
export {
  type Audience,
  type Checked,
  type Outcome,
  type Recognised,
  type Stage,
  synchronise,
  type SynchroniseOptions,
} from './synchronise';
export { DELIMITERS, type Encoding, ENCODINGS } from './text';
export { type Plan, type Unusual, UNUSUAL_SHARE } from './unusual';
