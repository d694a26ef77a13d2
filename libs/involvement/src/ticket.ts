import { type KeyObject, verify } from 'node:crypto';
import type { Actor } from '#access';
import type { Kind } from '#tokens';
import type { TicketToSpend } from '#accountability';
import type { Problem } from '#problem';
import { problem } from './problems';
import type { ProtocolState } from './protocol-state';

export const TICKET_TYPE = 'raakvlak-ticket+jwt';

/** What a request needs its ticket to say; anything else is refused. */
export interface TicketExpectation {
  readonly actor: string;
  readonly use: 'ask' | 'register';
  readonly kind: Kind;
  readonly count: number;
}

interface Claims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly use?: unknown;
  readonly kind?: unknown;
  readonly count?: unknown;
  readonly jti?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

const SKEW = 5;
const LIFE = 300;
const parse = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** Headers are few and the same; their key id is read once. */
const kidOfHeader = new Map<string, string>();
function kidOf(header: string): string {
  let kid = kidOfHeader.get(header);
  if (kid === undefined) {
    const { alg, typ, kid: given, ...others } = parse(header) as Record<string, unknown>;
    if (alg !== 'ES256' || typ !== TICKET_TYPE || typeof given !== 'string' || Object.keys(others).length > 0)
      throw refused('header');
    kid = given;
    if (kidOfHeader.size > 64) kidOfHeader.clear();
    kidOfHeader.set(header, kid);
  }
  return kid;
}

/**
 * Checks the custodian's signature (ES256) and that the ticket is for this actor, use, kind and number of lines, now.
 * Whether it was spent before shows when it is spent, in the transaction of the record.
 * @throws Problem `involvement.ticket-refused` with a fixed reason
 */
export async function checkTicket(
  jws: string,
  expected: TicketExpectation,
  state: ProtocolState,
  now: number,
): Promise<TicketToSpend> {
  const { ticketKeys, custodian } = state.current();
  const [header, payload, signature, ...rest] = jws.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0)
    throw refused('form');
  const claims = await readSigned(header, payload, signature, ticketKeys);
  if (claims.iss !== custodian) throw refused('issuer');
  checkTime(claims, now / 1000);
  if (claims.sub !== expected.actor) throw refused('not-yours');
  const { use, kind, count } = expected;
  if (claims.use !== use || claims.kind !== kind || claims.count !== count) throw refused('does-not-fit');
  const id = Buffer.from(String(claims.jti), 'base64url');
  if (id.length !== 16) throw refused('claims');
  return { id, expiresAt: new Date(Number(claims.exp) * 1000) };
}

/**
 * The tickets of a registration: one per kind, in the order in which the kinds occur, for as many lines as there are of it.
 * @throws Problem `involvement.ticket-refused`
 */
export async function checkTicketPerKind(
  tickets: readonly string[],
  lines: readonly { readonly kind: Kind }[],
  { id: actor }: Pick<Actor, 'id'>,
  state: ProtocolState,
): Promise<Map<Kind, TicketToSpend>> {
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  if (tickets.length !== kinds.length) throw refused('does-not-fit');
  const check = async (kind: Kind, i: number): Promise<[Kind, TicketToSpend]> => {
    const count = lines.filter((line) => line.kind === kind).length;
    return [kind, await checkTicket(tickets[i] ?? '', { actor, use: 'register', kind, count }, state, Date.now())];
  };
  return new Map(await Promise.all(kinds.map(check)));
}

const refused = (reason: string): Problem => problem('ticket-refused', { reason });

function checkTime({ exp, iat }: Claims, seconds: number): void {
  if (!Number.isSafeInteger(exp) || !Number.isSafeInteger(iat)) throw refused('claims');
  const [from, until] = [iat as number, exp as number];
  if (until <= seconds || until - from > LIFE || from > seconds + SKEW) throw refused('expired');
}

async function readSigned(
  header: string,
  payload: string,
  signature: string,
  keys: ReadonlyMap<string, KeyObject>,
): Promise<Claims> {
  try {
    const key = keys.get(kidOf(header));
    const signed = Buffer.from(`${header}.${payload}`, 'ascii');
    const valid = key !== undefined && (await isSigned(signed, key, Buffer.from(signature, 'base64url')));
    const claims = valid ? parse(payload) : undefined;
    if (typeof claims === 'object' && claims !== null) return claims;
  } catch {
    // what cannot be decoded was not signed by the custodian
  }
  throw refused('signature');
}

/** On a thread of libuv: the signature is the dearest step of a question, and the other cores are idle meanwhile. */
const isSigned = (signed: Buffer, key: KeyObject, signature: Buffer): Promise<boolean> =>
  new Promise((resolve, reject) => {
    verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature, (fault, valid) =>
      fault === null ? resolve(valid) : reject(fault),
    );
  });
