import { read, type Team, teamFrom, withoutGaps } from './answers';
import { requirePublic } from './connection-files';
import { connectionFrom, type ConnectionSettings, deliveredFrom, type ListedConnection } from './connections';
import { type Caller, jsonObject } from './http';
import { requireCode, requireInvolvementId } from './own-words';
import { clientProblem } from './problems';

/** First and last day, YYYY-MM-DD. */
export interface Closure {
  readonly from: string;
  readonly to: string;
}

/** How a team is to be reached. Days are 1 (Monday) to 7, times `HH:MM`. */
export interface ContactSettings {
  readonly phone: string;
  readonly email: string;
  readonly hours: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[];
  /** Days on which nobody answers; left out: as they are */
  readonly closures?: readonly Closure[];
  /** Code of the team to call when this one cannot be reached */
  readonly instead?: string;
}

export const PARTS = ['ordinary', 'shield-desk', 'collective-list'] as const;
/** What a team stands for: itself, somebody whom nobody may find, or addresses where many live. */
export type TeamPart = (typeof PARTS)[number];

/** A team, as the application manager keeps it. */
export interface TeamSettings {
  readonly name: string;
  /** Code of its department */
  readonly department: string;
  readonly contact: ContactSettings;
  /** What it stands for; as it was when left out, and `ordinary` for a new team */
  readonly part?: TeamPart;
}

export interface DepartmentSettings {
  readonly name: string;
  readonly domain: string;
  /** How its case numbers look, `{letters}-{year}-{5}`; as it was when left out */
  readonly casePattern?: string;
}

/** A team whose data one keeps. */
export interface ManagedTeam extends Team {
  readonly part: TeamPart;
}

/** A team that can be named. */
export interface TeamName {
  readonly code: string;
  readonly name: string;
  /** Name of its department */
  readonly department: string;
}

export interface TeamAndContact extends Team {
  readonly contact: ContactSettings;
}

/** What came of a change: done, or waiting for a second person under this id. */
export interface Proposed {
  readonly proposal?: string;
}

const KINDS = ['rename', 'merge', 'hand-over'] as const;
export const CHANGE_STATES = ['proposed', 'announced', 'under-way', 'carried-out', 'cancelled', 'lapsed'] as const;

export interface TeamChange {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  readonly team: string;
  /** The new name, or the code of the team that takes over */
  readonly to: string;
  /** YYYY-MM-DD */
  readonly on: string;
  readonly state: (typeof CHANGE_STATES)[number];
  /** Involvement that went over so far */
  readonly moved: number;
  /** Id of the proposal, when a second person decides first */
  readonly proposal?: string;
}

export interface OrganisationOverview {
  readonly departments: readonly {
    readonly code: string;
    readonly name: string;
    readonly domain: string;
    readonly casePattern: string;
    readonly delivered?: { readonly on: string; readonly epoch?: string };
  }[];
  readonly teams: readonly {
    readonly code: string;
    readonly name: string;
    readonly department: string;
    readonly part: TeamPart;
    readonly contact: ContactSettings;
    readonly ended?: { readonly on: string; readonly into: string };
  }[];
  readonly changes: readonly TeamChange[];
  readonly proposals: readonly { readonly id: string; readonly kind: string }[];
}

/** Requests about the organisation. As everywhere in the client, every method throws `Problem` only. */
export class OrganisationClient {
  constructor(private readonly caller: Caller) {}

  /** Everything (application manager). */
  async overview(): Promise<OrganisationOverview> {
    return overviewFrom(await this.caller.call({ method: 'GET', path: '/v1/organisation' }));
  }

  /** Enters or changes a department (application manager). Another domain waits for a second person. */
  async putDepartment(code: string, settings: DepartmentSettings): Promise<Proposed> {
    return proposedFrom(
      await this.caller.callTwice({ method: 'PUT', path: `/v1/departments/${requireCode(code)}`, body: settings }),
    );
  }

  /** Enters or changes a team and its contact point (application manager). Another department waits for a second person. */
  async putTeam(code: string, settings: TeamSettings): Promise<Proposed> {
    return proposedFrom(
      await this.caller.callTwice({ method: 'PUT', path: `/v1/teams/${requireCode(code)}`, body: settings }),
    );
  }

  /** Teams whose data one keeps (coordinator: her own; application manager: all). */
  async managedTeams(): Promise<readonly ManagedTeam[]> {
    return read.list((await this.caller.call({ method: 'GET', path: '/v1/managed-teams' })).teams).map((item) => ({
      ...teamFrom(item),
      part: read.oneOf(read.object(item).part, PARTS),
    }));
  }

  /** All teams that can be named, to hand over to or to call instead (coordinator, application manager). */
  async teamNames(): Promise<readonly TeamName[]> {
    return read.list((await this.caller.call({ method: 'GET', path: '/v1/team-names' })).teams).map(teamFrom);
  }

  /** How a team is to be reached, for whoever may change that. @param team its code */
  async contact(team: string): Promise<TeamAndContact> {
    const found = await this.caller.call({ method: 'GET', path: `/v1/teams/${requireCode(team)}/contact` });
    return { ...teamFrom(found), contact: contactFrom(read.object(found.contact)) };
  }

  /** Changes how a team is to be reached (its coordinator, application manager). */
  async changeContact(team: string, contact: ContactSettings): Promise<void> {
    await this.caller.callTwice({ method: 'PUT', path: `/v1/teams/${requireCode(team)}/contact`, body: contact });
  }

  /** Gives a team another name. @param on YYYY-MM-DD; today when left out */
  rename(team: string, name: string, on?: string): Promise<TeamChange> {
    return this.plan('/v1/team-changes', { kind: 'rename', team: requireCode(team), to: name, on });
  }

  /** Has one team go up in another. @param on YYYY-MM-DD; today when left out */
  merge(team: string, into: string, on?: string): Promise<TeamChange> {
    return this.plan('/v1/team-changes', { kind: 'merge', team: requireCode(team), to: requireCode(into), on });
  }

  /**
   * Hands over to another team: these cases, with all their parts, or all that the team has on that day.
   * @param cases `all`, or at most 500 ids
   * @param on YYYY-MM-DD; today when left out
   */
  handOver(team: string, to: string, cases: 'all' | readonly string[], on?: string): Promise<TeamChange> {
    const which = cases === 'all' ? cases : cases.map(requireInvolvementId);
    return this.plan(`/v1/teams/${requireCode(team)}/hand-overs`, { cases: which, to: requireCode(to), on });
  }

  /** Changes of teams, newest first (application manager). */
  async changes(): Promise<readonly TeamChange[]> {
    return read.list((await this.caller.call({ method: 'GET', path: '/v1/team-changes' })).changes).map(changeFrom);
  }

  /** A change that was not begun does not take place (application manager). */
  async cancel(id: string): Promise<void> {
    await this.caller.callTwice({
      method: 'POST',
      path: `/v1/team-changes/${requireInvolvementId(id)}/cancel`,
      body: {},
    });
  }

  /** Departments' systems, those that have ended last (application manager). */
  async connections(): Promise<readonly ListedConnection[]> {
    const { connections } = await this.caller.call({ method: 'GET', path: '/v1/connections' });
    return read.list(connections).map(connectionFrom);
  }

  /**
   * Enters a department's system in the list, or changes it (application manager). Its answer says what the operators of the
   * OpenID provider and of the custodian have to do: they let it in, the list does not.
   * @throws Problem `client.private-key` before anything is sent, `client.not-a-public-connection`
   */
  async putConnection(code: string, settings: ConnectionSettings): Promise<ListedConnection> {
    const { name, department, teams, caseload, publicJwk, rolledOver } = settings;
    const body = { name, department, teams, caseload, publicJwk: requirePublic(publicJwk), rolledOver };
    const call = { method: 'PUT', path: `/v1/connections/${requireCode(code)}`, body } as const;
    return connectionFrom(jsonObject(await this.caller.callTwice(call)));
  }

  /** A department's system delivers no more; once more has no effect (application manager). As `putConnection`. */
  async endConnection(code: string): Promise<ListedConnection> {
    const call = { method: 'POST', path: `/v1/connections/${requireCode(code)}/end`, body: {} } as const;
    return connectionFrom(jsonObject(await this.caller.callTwice(call)));
  }

  /** Sent once: the same plan a second time would be another one. */
  private async plan(path: string, body: object): Promise<TeamChange> {
    return changeFrom(await this.caller.call({ method: 'POST', path, body }));
  }
}

const proposedFrom = (text: string): Proposed =>
  text === '' ? {} : { proposal: read.text(jsonObject(text).proposal) };

function changeFrom(value: unknown): TeamChange {
  const { id, kind, team, to, on, state, moved, proposal } = read.object(value);
  return withoutGaps({
    id: read.text(id),
    kind: read.oneOf(kind, KINDS),
    team: read.text(team),
    to: read.text(to),
    on: read.text(on),
    state: read.oneOf(state, CHANGE_STATES),
    moved: read.count(moved),
    proposal: read.optionalText(proposal),
  });
}

function endedFrom(value: unknown): { on: string; into: string } | undefined {
  if (value === undefined) return undefined;
  const { on, into } = read.object(value);
  return { on: read.text(on), into: read.text(into) };
}

function overviewFrom(body: Record<string, unknown>): OrganisationOverview {
  return {
    departments: read.list(body.departments).map((item) => {
      const { code, name, domain, casePattern, delivered } = read.object(item);
      return withoutGaps({
        code: read.text(code),
        name: read.text(name),
        domain: read.text(domain),
        casePattern: read.text(casePattern),
        delivered: deliveredFrom(delivered),
      });
    }),
    teams: read.list(body.teams).map((item) => {
      const { code, name, department, part, contact, ended } = read.object(item);
      return withoutGaps({
        code: read.text(code),
        name: read.text(name),
        department: read.text(department),
        part: read.oneOf(part, PARTS),
        contact: contactFrom(read.object(contact)),
        ended: endedFrom(ended),
      });
    }),
    changes: read.list(body.changes).map(changeFrom),
    proposals: read.list(body.proposals).map((item) => {
      const { id, kind } = read.object(item);
      return { id: read.text(id), kind: read.text(kind) };
    }),
  };
}

function contactFrom(contact: Record<string, unknown>): ContactSettings {
  return withoutGaps({
    phone: read.text(contact.phone),
    email: read.text(contact.email),
    hours: read.list(contact.hours).map((item) => {
      const { days, from, to } = read.object(item);
      return { days: read.list(days).map(weekday), from: read.text(from), to: read.text(to) };
    }),
    closures: read.list(contact.closures).map((item) => {
      const { from, to } = read.object(item);
      return { from: read.text(from), to: read.text(to) };
    }),
    instead: read.optionalText(contact.instead),
  });
}

function weekday(value: unknown): number {
  const day = read.count(value);
  if (day < 1 || day > 7) throw clientProblem('unexpected-answer');
  return day;
}
