import { read, withoutGaps } from './answers';
import type { PublicConnection } from './connection-files';

/** What the application manager enters: a `connection.public.json` but for its name. */
export interface ConnectionSettings extends Omit<PublicConnection, 'clientId'> {
  /** The OpenID provider has forgotten the key before this one */
  readonly rolledOver?: boolean;
}

/**
 * `never-seen`: it never came to the index. `never-delivered`: its department never did. Else the state of its department's
 * delivery, as in the coverage of an answer.
 */
export const CONNECTION_STATES = ['ended', 'never-seen', 'never-delivered', 'rotating', 'behind', 'current'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** A department's system, as the index lists it. Days are YYYY-MM-DD. */
export interface ListedConnection {
  /** Client id at the OpenID provider */
  readonly code: string;
  readonly name: string;
  readonly department: string;
  readonly teams: readonly string[];
  readonly caseload: number;
  /** The key that counts first; behind it the one before, while both are known to the provider */
  readonly keys: readonly { readonly thumbprint: string; readonly since?: string }[];
  readonly enteredOn: string;
  readonly endedOn?: string;
  readonly lastSeenOn?: string;
  /** Last full delivery of its department */
  readonly delivered?: { readonly on: string; readonly epoch?: string };
  readonly state: ConnectionState;
  /** What the operators of the provider and of the custodian have to keep: the list itself lets nobody in or out */
  readonly elsewhere: {
    readonly identityProvider: { readonly clientId: string; readonly thumbprints: readonly string[] };
    readonly custodian: { readonly actor: string; readonly caseload: number; readonly blocked: boolean };
  };
}

export function connectionFrom(value: unknown): ListedConnection {
  const found = read.object(value);
  const elsewhere = read.object(found.elsewhere);
  const { clientId, thumbprints } = read.object(elsewhere.identityProvider);
  const { actor, caseload, blocked } = read.object(elsewhere.custodian);
  return withoutGaps({
    code: read.text(found.code),
    name: read.text(found.name),
    department: read.text(found.department),
    teams: read.list(found.teams).map(read.text),
    caseload: read.count(found.caseload),
    keys: read.list(found.keys).map((key) => {
      const { thumbprint, since } = read.object(key);
      return withoutGaps({ thumbprint: read.text(thumbprint), since: read.optionalText(since) });
    }),
    enteredOn: read.text(found.enteredOn),
    endedOn: read.optionalText(found.endedOn),
    lastSeenOn: read.optionalText(found.lastSeenOn),
    delivered: deliveredFrom(found.delivered),
    state: read.oneOf(found.state, CONNECTION_STATES),
    elsewhere: {
      identityProvider: { clientId: read.text(clientId), thumbprints: read.list(thumbprints).map(read.text) },
      custodian: { actor: read.text(actor), caseload: read.count(caseload), blocked: read.flag(blocked) },
    },
  });
}

export function deliveredFrom(value: unknown): { on: string; epoch?: string } | undefined {
  if (value === undefined) return undefined;
  const { on, epoch } = read.object(value);
  return withoutGaps({ on: read.text(on), epoch: read.optionalText(epoch) });
}
