import { log } from '#platform';
import { type CanonicalValue, type Group, groupDigest, parseCanonicalJson, parseEntry } from '#transparency';
import type { AuditKeys } from './audit-keys';

/** A record as it stands in the table. */
export interface StoredRecord {
  readonly seq: string;
  readonly event: Buffer;
  readonly entry: Buffer;
  readonly w: Buffer;
  readonly w_salt: Buffer;
  readonly x: Buffer;
  readonly x_salt: Buffer;
  readonly s: Buffer;
  readonly a: Buffer;
  readonly d: Buffer;
  readonly at: Date;
  readonly actor_key: Buffer;
}

export const RECORD_COLUMNS = 'seq, event, entry, w, w_salt, x, x_salt, s, a, d, at, actor_key';

/** The bytes of a group, or a column beside them, are not what the record is committed to. */
export class ChangedRecord extends Error {
  override readonly name = 'ChangedRecord';
}

export type GroupContents = Readonly<Record<string, CanonicalValue>>;

/**
 * What a group holds, when it is what the leaf of the record is committed to. Columns that lead to the record (place,
 * moment, actor) are compared as well: one that was changed would hide it, or show it as another's.
 * @throws Error when it is not: another key, or changed bytes
 */
export function readGroup(group: Group, row: StoredRecord, keys: AuditKeys): GroupContents {
  const { salt, bytes } = openedGroup(group, row, keys);
  const { seq, digests } = parseEntry(row.entry);
  if (!groupDigest(group, salt, bytes).equals(digests[group])) throw new ChangedRecord('another digest');
  const contents = parseCanonicalJson(bytes) as GroupContents;
  const fits =
    group === 'W'
      ? seq === Number(row.seq) && contents['event'] === textOf(row.event) && contents['at'] === row.at.getTime()
      : group !== 'A' || keys.actorKey(String(contents['actor'])).equals(row.actor_key);
  if (!fits) throw new ChangedRecord('a column says something else');
  return contents;
}

/** Ids of events, as they stand in group W. */
export const textOf = (event: Uint8Array): string => Buffer.from(event).toString('base64url');

function openedGroup(group: Group, row: StoredRecord, keys: AuditKeys): { salt: Buffer; bytes: Buffer } {
  const open = (sealed: 'S' | 'A' | 'D', bytes: Buffer) => keys.open(sealed, row.at.getUTCFullYear(), row.event, bytes);
  switch (group) {
    case 'W':
      return { salt: row.w_salt, bytes: row.w };
    case 'X':
      return { salt: row.x_salt, bytes: row.x };
    case 'S':
      return open('S', row.s);
    case 'A':
      return open('A', row.a);
    case 'D':
      return open('D', row.d);
  }
}

/** The process log says where, never what: the proofs tell what was changed. */
export function reportChanged(cause: unknown, first: Pick<StoredRecord, 'seq'>, records = 1): void {
  log.error('alarm: a record of the log is not what it is committed to', cause, { seq: Number(first.seq), records });
}

/** What `read` makes of each record. One that is not as it should be is left out and reported, not in the others' way. */
export function soundOnes<T>(rows: readonly StoredRecord[], read: (row: StoredRecord) => T): T[] {
  const faults: { row: StoredRecord; cause: unknown }[] = [];
  const sound = rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (cause) {
      faults.push({ row, cause });
      return [];
    }
  });
  const [first] = faults;
  if (first !== undefined) reportChanged(first.cause, first.row, faults.length);
  return sound;
}
