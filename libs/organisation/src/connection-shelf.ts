import type { Transaction } from '#platform';
import { deliveryState } from './coverage';
import { KnownEpochs } from './heartbeat';

/**
 * `never-seen`: it never came to the index. `never-delivered`: its department never did. Else the state of the department's
 * delivery, as in the coverage of an answer.
 */
export type ConnectionState = 'ended' | 'never-seen' | 'never-delivered' | 'rotating' | 'behind' | 'current';

/** A department's system, as the application manager keeps it. */
export interface ListedConnection {
  /** Client id at the OpenID provider */
  readonly code: string;
  readonly name: string;
  /** Code */
  readonly department: string;
  /** Codes of the teams that it delivers for */
  readonly teams: readonly string[];
  /** How many involvements it has at most at one time */
  readonly caseload: number;
  /** The key that counts first; behind it the one before, while both are known to the provider */
  readonly keys: readonly { readonly thumbprint: string; readonly since?: string }[];
  /** YYYY-MM-DD, as all days here */
  readonly enteredOn: string;
  readonly endedOn?: string;
  /** Last day on which it came to the index */
  readonly lastSeenOn?: string;
  /** Last full delivery of its department, by whatever connection */
  readonly delivered?: { readonly on: string; readonly epoch?: string };
  readonly state: ConnectionState;
  /**
   * What two other operators keep of it: this list opens nothing and closes nothing. The provider's knows these keys, none
   * when it has ended; the custodian's has enrolled this actor with this caseload, or blocked it.
   */
  readonly elsewhere: {
    readonly identityProvider: { readonly clientId: string; readonly thumbprints: readonly string[] };
    readonly custodian: { readonly actor: string; readonly caseload: number; readonly blocked: boolean };
  };
}

/** The OpenID provider's name, which makes an actor of a client id. */
export class Issuer {
  constructor(readonly url: string) {}
}

export interface ConnectionRow {
  code: string;
  name: string;
  department: string;
  teams: string[];
  caseload: number;
  thumbprint: string;
  key_since: string;
  previous_thumbprint: string | null;
  entered_on: string;
  ended_on: string | null;
  last_seen_on: string | null;
  last_delivered_on: string | null;
  last_epoch: string | null;
}

/** With the issuer as the first parameter. */
export const CONNECTIONS = `select c.code, c.name, c.department, c.teams, c.caseload, c.thumbprint, c.key_since::text,
    c.previous_thumbprint, c.entered_on::text, c.ended_on::text, a.last_seen_on::text, d.last_delivered_on::text,
    d.last_epoch
  from connection c join department d on d.code = c.department left join account a on a.actor = $1 || '|' || c.code`;

/** How a row is read, and shown: with what was seen of it, and what others keep. */
export class ConnectionShelf {
  constructor(
    readonly issuer: Issuer,
    private readonly epochs: KnownEpochs,
  ) {}

  /** @returns undefined when there is none; locked for this transaction */
  async take(transaction: Transaction, code: string): Promise<ConnectionRow | undefined> {
    const { rows } = await transaction.query<ConnectionRow>(`${CONNECTIONS} where c.code = $2 for update of c`, [
      this.issuer.url,
      code,
    ]);
    return rows[0];
  }

  listed(row: ConnectionRow): ListedConnection {
    const ended = row.ended_on !== null;
    const previous = row.previous_thumbprint === null ? [] : [row.previous_thumbprint];
    return {
      code: row.code,
      name: row.name,
      department: row.department,
      teams: row.teams,
      caseload: row.caseload,
      keys: [{ thumbprint: row.thumbprint, since: row.key_since }, ...previous.map((thumbprint) => ({ thumbprint }))],
      enteredOn: row.entered_on,
      ...(row.ended_on === null ? {} : { endedOn: row.ended_on }),
      ...(row.last_seen_on === null ? {} : { lastSeenOn: row.last_seen_on }),
      ...(row.last_delivered_on === null
        ? {}
        : { delivered: { on: row.last_delivered_on, ...(row.last_epoch === null ? {} : { epoch: row.last_epoch }) } }),
      state: this.stateOf(row),
      elsewhere: {
        identityProvider: { clientId: row.code, thumbprints: ended ? [] : [row.thumbprint, ...previous] },
        custodian: { actor: `${this.issuer.url}|${row.code}`, caseload: row.caseload, blocked: ended },
      },
    };
  }

  private stateOf({ ended_on, last_seen_on, last_delivered_on, last_epoch }: ConnectionRow): ConnectionState {
    if (ended_on !== null) return 'ended';
    if (last_seen_on === null) return 'never-seen';
    const department = { lastDeliveredOn: last_delivered_on, lastEpoch: last_epoch };
    const state = deliveryState(department, Date.now(), this.epochs.live());
    return state === 'never' ? 'never-delivered' : state;
  }
}
