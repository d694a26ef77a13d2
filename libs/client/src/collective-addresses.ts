import { type Identifier, linesToRegister, rungOf } from '#tokens';
import {
  type OwnInvolvement,
  ownInvolvementFrom,
  read,
  type Registered,
  registeredFrom,
  type Team,
  teamFrom,
} from './answers';
import { jsonObject } from './http';
import { requireCaseNumber, requireCode, requireInvolvementId } from './own-words';
import { registrationLines, ticketsIn } from './registration-lines';
import type { Registering } from './requests';

/** An address where many live, so that no team is found on it. */
export interface CollectiveAddress {
  /** UUID; made here when left out. Give the same one to repeat a registration that may have arrived */
  readonly id?: string;
  /** Code of the list: a team of part `collective-list` */
  readonly team: string;
  readonly address: Identifier;
  /** Number under which the keeper's own list has it */
  readonly caseNumber?: string;
}

export interface CollectiveAddresses {
  readonly lists: readonly Team[];
  /** What runs out first comes first; never which address it is */
  readonly addresses: readonly (OwnInvolvement & { readonly team: string })[];
  /** Whether there are more than fit */
  readonly more: boolean;
}

/** Lists of collective addresses (application manager). */
export class CollectiveAddressesClient {
  constructor(private readonly caller: Registering) {}

  async list(): Promise<CollectiveAddresses> {
    const { lists, addresses, more } = await this.caller.call({ method: 'GET', path: '/v1/collective-addresses' });
    return {
      lists: read.list(lists).map(teamFrom),
      addresses: read.list(addresses).map((one) => ({
        ...ownInvolvementFrom(one),
        team: read.text(read.object(one).team),
      })),
      more: read.flag(more),
    };
  }

  /** Puts an address on a list. It lapses after three months unless it is renewed. */
  register({ id: given, team, address, caseNumber }: CollectiveAddress): Promise<Registered> {
    const id = requireInvolvementId(given ?? crypto.randomUUID());
    const number = caseNumber === undefined ? undefined : requireCaseNumber(caseNumber);
    const accepted = this.caller.accept(address);
    return this.caller.withTokens(linesToRegister(accepted), async (tokens) => {
      const body = {
        team: requireCode(team),
        rung: rungOf(accepted),
        lines: tokens.lines.flatMap(registrationLines),
        tickets: ticketsIn(tokens),
        caseNumber: number,
      };
      return this.put(id, body);
    });
  }

  /** @returns with a new `expiresOn` */
  async renew(id: string): Promise<Registered> {
    return registeredFrom(jsonObject(await this.post(id, 'renew')));
  }

  /** Takes an address off its list; once more has no effect. */
  async withdraw(id: string): Promise<void> {
    await this.post(id, 'withdraw');
  }

  private async put(id: string, body: object): Promise<Registered> {
    const call = { method: 'PUT', path: `/v1/collective-addresses/${id}`, body } as const;
    return registeredFrom(jsonObject(await this.caller.callTwice(call)));
  }

  private post(id: string, act: 'renew' | 'withdraw'): Promise<string> {
    const path = `/v1/collective-addresses/${requireInvolvementId(id)}/${act}`;
    return this.caller.callTwice({ method: 'POST', path, body: {} });
  }
}
