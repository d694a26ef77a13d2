import { read, type Team, teamFrom, withoutGaps } from './answers';
import { type Caller, jsonObject } from './http';
import { requireCode, requireCoverId } from './own-words';

export interface CoverToGive {
  /** `issuer|subject` of the colleague */
  readonly actor: string;
  /** Code of the team */
  readonly team: string;
  /** First and last day, YYYY-MM-DD; from today when left out */
  readonly from?: string;
  readonly until: string;
}

export interface Cover {
  readonly id: string;
  readonly team: string;
  readonly from: string;
  readonly until: string;
}

export interface ListedCover extends Cover {
  readonly actor: string;
  readonly givenBy: string;
}

export interface Account {
  readonly actor: string;
  readonly roles: readonly string[];
  readonly department: string;
  readonly teams: readonly string[];
  readonly firstSeenOn: string;
  readonly lastSeenOn: string;
  readonly covers: readonly Cover[];
}

export interface RightOfRoles {
  readonly right: string;
  readonly on: string;
  readonly scope: string;
  readonly roles: readonly { readonly role: string; readonly reach: string }[];
}

export interface WhoMayWhat {
  readonly rights: readonly RightOfRoles[];
  readonly accounts: readonly Account[];
  /** Whether there are more accounts than fit */
  readonly more: boolean;
}

/** What the service knows of whoever asks. */
export interface Me {
  /** `issuer|subject` */
  readonly actor: string;
  readonly roles: readonly string[];
  /** Names of rights: what these roles may do with this access token */
  readonly rights: readonly string[];
  readonly department: { readonly code: string; readonly name: string; readonly domain: string } | null;
  readonly teams: readonly (Team & {
    /** Last day, YYYY-MM-DD, of a team that is hers by a cover alone */
    readonly coverUntil?: string;
  })[];
  /** A demonstration, which knows made-up residents only */
  readonly demo: boolean;
}

/** Who may what, and who stands in for whom. */
export class Access {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Who the service takes one for: roles, rights, department and teams. */
  async me(): Promise<Me> {
    return meFrom(await this.#caller.call({ method: 'GET', path: '/v1/me' }));
  }

  /** The list for the half-yearly review (privacy officer, data protection officer). That it was read is recorded. */
  async whoMayWhat(): Promise<WhoMayWhat> {
    const body = await this.#caller.call({ method: 'GET', path: '/v1/accounts' });
    return {
      rights: read.list(body.rights).map(rightFrom),
      accounts: read.list(body.accounts).map(accountFrom),
      more: read.flag(body.more),
    };
  }

  /** Covers that run or will, of the teams that one manages. */
  async covers(): Promise<readonly ListedCover[]> {
    const { covers } = await this.#caller.call({ method: 'GET', path: '/v1/covers' });
    return read.list(covers).map((value) => {
      const { actor, givenBy } = read.object(value);
      return { ...coverFrom(value), actor: read.text(actor), givenBy: read.text(givenBy) };
    });
  }

  /** Lets a colleague act for a team until a day. The same once more has no effect. */
  async giveCover({ actor, team, from, until }: CoverToGive): Promise<Omit<Cover, 'team'>> {
    const body = { actor, team: requireCode(team), from, until };
    const given = jsonObject(await this.#caller.callTwice({ method: 'POST', path: '/v1/covers', body }));
    return { id: read.text(given.id), from: read.text(given.from), until: read.text(given.until) };
  }

  /** Ends a cover before its last day; once more has no effect. @throws Problem `client.not-a-cover-id` */
  async endCover(id: string): Promise<void> {
    await this.#caller.callTwice({ method: 'POST', path: `/v1/covers/${requireCoverId(id)}/end`, body: {} });
  }
}

function meFrom({ actor, roles, rights, department, teams, demo }: Record<string, unknown>): Me {
  return {
    actor: read.text(actor),
    roles: read.list(roles).map(read.text),
    rights: read.list(rights).map(read.text),
    department: department === null ? null : departmentFrom(department),
    teams: read
      .list(teams)
      .map((team) => withoutGaps({ ...teamFrom(team), coverUntil: read.optionalText(read.object(team).coverUntil) })),
    demo: read.flag(demo),
  };
}

function departmentFrom(value: unknown): NonNullable<Me['department']> {
  const { code, name, domain } = read.object(value);
  return { code: read.text(code), name: read.text(name), domain: read.text(domain) };
}

function coverFrom(value: unknown): Cover {
  const { id, team, from, until } = read.object(value);
  return { id: read.text(id), team: read.text(team), from: read.text(from), until: read.text(until) };
}

function rightFrom(value: unknown): RightOfRoles {
  const { right, on, scope, roles } = read.object(value);
  return {
    right: read.text(right),
    on: read.text(on),
    scope: read.text(scope),
    roles: read.list(roles).map((one) => {
      const { role, reach } = read.object(one);
      return { role: read.text(role), reach: read.text(reach) };
    }),
  };
}

function accountFrom(value: unknown): Account {
  const { actor, roles, department, teams, firstSeenOn, lastSeenOn, covers } = read.object(value);
  return {
    actor: read.text(actor),
    roles: read.list(roles).map(read.text),
    department: typeof department === 'string' ? department : read.text(department),
    teams: read.list(teams).map(read.text),
    firstSeenOn: read.text(firstSeenOn),
    lastSeenOn: read.text(lastSeenOn),
    covers: read.list(covers).map(coverFrom),
  };
}
