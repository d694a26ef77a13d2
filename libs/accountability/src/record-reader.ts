import type { DataSource } from 'typeorm';
import { parseCanonicalJson } from '#transparency';
import type { AuditKeys } from './audit-keys';

/** An opened record, for those who watch over the service. */
export interface RecordReading {
  readonly seq: number;
  /** Unix milliseconds */
  readonly at: number;
  readonly outcome: string;
  readonly purpose: string;
  readonly department: string;
  readonly actor: string;
  /** Of the subject; empty when there is none */
  readonly kind: string;
  /** base64url of 32 bytes, in the order of lines and epochs */
  readonly tags: readonly string[];
  readonly disclosed: Readonly<Record<string, unknown>>;
}

interface Row {
  seq: string;
  event: Buffer;
  w: Buffer;
  s: Buffer;
  a: Buffer;
  d: Buffer;
  at: Date;
}

const READ = 'select seq, event, w, s, a, d, at from audit.record where seq >= $1 order by seq limit $2';

/**
 * Opens the records of one action, from a place onwards.
 * @returns what was read, where to go on, and whether that is the end for now
 * @throws Error when a group does not open: another key, or changed bytes
 */
export async function recordsFrom(
  database: DataSource,
  keys: AuditKeys,
  action: string,
  from: number,
  most: number,
): Promise<{ read: RecordReading[]; next: number; last: boolean }> {
  const rows = await database.query<Row[]>(READ, [from, most]);
  const read = rows.flatMap((row) => {
    const happening = parseCanonicalJson(row.w) as Record<string, string>;
    return happening['action'] === action ? [opened(row, happening, keys)] : [];
  });
  const end = rows.at(-1);
  return { read, next: end === undefined ? from : Number(end.seq) + 1, last: rows.length < most };
}

function opened({ seq, event, s, a, d, at }: Row, happening: Record<string, string>, keys: AuditKeys): RecordReading {
  const open = (group: 'S' | 'A' | 'D', sealed: Buffer): Record<string, unknown> =>
    parseCanonicalJson(keys.open(group, at.getUTCFullYear(), event, sealed).bytes) as Record<string, unknown>;
  const subject = open('S', s);
  return {
    seq: Number(seq),
    at: at.getTime(),
    outcome: happening['outcome'] ?? '',
    purpose: happening['purpose'] ?? '',
    department: happening['department'] ?? '',
    actor: String(open('A', a)['actor']),
    kind: String(subject['kind'] ?? ''),
    tags: (subject['tags'] ?? []) as string[],
    disclosed: open('D', d),
  };
}
