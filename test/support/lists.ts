import { createPrivateKey, type JsonWebKey, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Scheme, Use } from '#tokens';
import type { Person } from './issuer';
import type { TeamCode, Town } from './town';

export interface ListLine {
  readonly kind: Kind;
  readonly scheme: Scheme;
  readonly epoch: string;
  readonly token: string;
}

export interface ListItem {
  readonly id: string;
  readonly team: string;
  readonly rung: string;
  readonly lines: readonly ListLine[];
  readonly notice: { readonly state: string };
  readonly caseNumber?: string;
  readonly disclosure?: string;
  readonly with?: string;
}

export interface ListBody {
  readonly tickets: readonly string[];
  readonly registrations: readonly ListItem[];
}

/**
 * Bodies of lists with random tokens, and tickets under the custodian's own key: what the index makes of a list does not
 * depend on Argon2 or on an evaluation, and a hundred of them would take seconds each time.
 */
export interface Lists {
  ticket(by: Person, use: Use, kind: Kind, count: number): string;
  person(team: TeamCode, more?: Partial<ListItem>): ListItem;
  address(team: TeamCode, more?: Partial<ListItem>): ListItem;
  /** One ticket per kind for all lines of the items */
  body(by: Person, items: readonly ListItem[]): ListBody;
  /** A question about registered items of one kind, each a subject of its own */
  part(by: Person, items: readonly ListItem[]): Record<string, unknown>;
}

const EPOCH = '2026-1';

const kindsOf = (lines: readonly ListLine[]): Kind[] => [...new Set(lines.map(({ kind }) => kind))];

export function listsOf(town: Town): Lists {
  const jwk = JSON.parse(readFileSync(join(town.folder, 'ticket.key'), 'utf8')) as JsonWebKey & { kid: string };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const ticket: Lists['ticket'] = (by, use, kind, count) =>
    signed(key, jwk.kid, { sub: `${town.issuer.url}|${by.sub}`, use, kind, count });
  const line = (kind: Kind, scheme: Scheme): ListLine => ({
    kind,
    scheme,
    epoch: EPOCH,
    token: randomBytes(32).toString('base64url'),
  });
  const item = (team: string, rung: string, lines: readonly ListLine[], more: Partial<ListItem> = {}): ListItem => ({
    id: randomUUID(),
    team,
    rung,
    lines,
    notice: { state: 'given' },
    ...more,
  });
  return {
    ticket,
    person: (team, more) => item(team, 'subject', [line('person', 'nl-bsn')], more),
    address: (team, more) =>
      item(team, 'unit', [line('address', 'nl-adres'), line('building', 'nl-adres-nummer')], more),
    body(by, registrations) {
      const lines = registrations.flatMap((one) => one.lines);
      const tickets = kindsOf(lines).map((kind) =>
        ticket(by, 'register', kind, lines.filter((one) => one.kind === kind).length),
      );
      return { tickets, registrations };
    },
    part(by, items) {
      const kind = items[0]?.lines[0]?.kind ?? 'person';
      const subjects = items.map(({ lines: [first] }) => ({
        lines: [{ scheme: first?.scheme, tokens: { [EPOCH]: first?.token } }],
      }));
      return { ticket: ticket(by, 'ask', kind, items.length), kind, subjects };
    },
  };
}

function signed(key: KeyObject, kid: string, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(Date.now() / 1000);
  const jti = randomBytes(16).toString('base64url');
  const input = [
    part({ alg: 'ES256', kid, typ: 'raakvlak-ticket+jwt' }),
    part({ iss: 'custodian.demo', ...claims, jti, iat, exp: iat + 300 }),
  ].join('.');
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
