import { Problem } from '#problem';
import {
  type Cell,
  type ChangedCell,
  type Content,
  type Decision,
  DISCLOSURES,
  type Difference,
  DOMAINS,
  KINDS,
  type Parties,
  type PartyPart,
  type Place,
  type Policy,
  type Proposal,
  type Proposed,
  type PurposeGiven,
  type PurposeVersion,
  ROLES,
  type Rule,
  RUNGS,
  type Simulation,
  type StandIn,
  STATES,
  type Version,
} from './shapes';

type Json = Record<string, unknown>;

/** As the client says it of a server that it does not understand: nothing is concluded from half an answer. */
const unexpected = (): Problem => new Problem('client.unexpected-answer', { status: 502, title: '', advice: '' });

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected();
  return value as Json;
}

function list<T>(value: unknown, each: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw unexpected();
  return value.map((item) => each(item));
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > 2000) throw unexpected();
  return value;
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw unexpected();
  return value;
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw unexpected();
  return value;
}

const among =
  <T extends string>(words: readonly T[]) =>
  (value: unknown): T => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw unexpected();
    return found;
  };

const domain = among(DOMAINS);
const disclosure = among(DISCLOSURES);
const kind = among(KINDS);
const rung = among(RUNGS);

/** The members that are there; `null` is as good as nothing. */
function present<T extends object>(
  given: Json,
  readers: { readonly [K in keyof T]: (value: unknown) => T[K] },
): Partial<T> {
  const found: Partial<T> = {};
  for (const name of Object.keys(readers) as (keyof T & string)[])
    if (given[name] !== undefined && given[name] !== null) found[name] = readers[name](given[name]);
  return found;
}

/** A member that this app does not know would be lost when the rule is proposed again: better nothing than that. */
function closed(value: unknown, names: readonly string[]): Json {
  const found = object(value);
  if (!Object.keys(found).every((name) => names.includes(name))) throw unexpected();
  return found;
}

const PARTY = ['domain', 'department', 'team'];
const RULE = ['id', 'owner', 'asker', 'purpose', 'kind', 'rung', 'disclosure', 'broker', 'label'];
const STAND_IN = ['owner', 'team', 'label'];

const partyPart = (value: unknown): PartyPart =>
  present<Required<PartyPart>>(closed(value, PARTY), { domain, department: text, team: text });

function rule(value: unknown): Rule {
  const given = closed(value, RULE);
  return {
    id: text(given['id']),
    disclosure: disclosure(given['disclosure']),
    ...present<Omit<Required<Rule>, 'id' | 'disclosure'>>(given, {
      owner: partyPart,
      asker: partyPart,
      purpose: text,
      kind,
      rung,
      broker: text,
      label: text,
    }),
  };
}

function standIn(value: unknown): StandIn {
  const { owner, team, label } = closed(value, STAND_IN);
  return { owner: partyPart(owner), team: text(team), label: text(label) };
}

const contentOf = ({ rules, brokers }: Json): Content => ({
  rules: list(rules, rule),
  brokers: list(brokers, standIn),
});

export const readPolicy = (given: Json): Policy => ({
  version: count(given['version']),
  effectiveFrom: text(given['effectiveFrom']),
  ...contentOf(given),
});

export function readVersion(given: Json): Version {
  const { version, effectiveFrom, state, rules, proposedBy, approvedBy } = given;
  return {
    version: count(version),
    effectiveFrom: text(effectiveFrom),
    state: among(STATES)(state),
    rules: count(rules),
    proposedBy: text(proposedBy),
    approvedBy: text(approvedBy),
  };
}

function decision(value: unknown): Decision {
  const given = object(value);
  return {
    disclosure: disclosure(given['disclosure']),
    rule: text(given['rule']),
    ...present<{ broker: { team: string; label: string } }>(given, {
      broker: (one) => {
        const { team, label } = object(one);
        return { team: text(team), label: text(label) };
      },
    }),
  };
}

const place = (given: Json): Place => ({
  asker: text(object(given['asker'])['department']),
  purpose: text(given['purpose']),
  kind: kind(given['kind']),
  rung: rung(given['rung']),
  owner: text(given['owner']),
});

export const readCell = (given: Json): Cell => ({ ...place(given), decision: decision(given['decision']) });

function changedCell(value: unknown): ChangedCell {
  const given = object(value);
  return { ...place(given), from: decision(given['from']), to: decision(given['to']) };
}

export const readDifference = ({ added, removed, changed, cells }: Json): Difference => ({
  added: list(added, text),
  removed: list(removed, text),
  changed: list(changed, text),
  cells: list(cells, changedCell),
});

export const readParties = ({ departments, teams }: Json): Parties => ({
  departments: list(departments, (value) => {
    const given = object(value);
    return { code: text(given['code']), name: text(given['name']), domain: domain(given['domain']) };
  }),
  teams: list(teams, (value) => {
    const { code, name, department, ended } = object(value);
    return { code: text(code), name: text(name), department: text(department), ended: flag(ended) };
  }),
});

const given = (from: Json): PurposeGiven => ({
  code: text(from['code']),
  name: text(from['name']),
  roles: list(from['roles'], among(ROLES)),
  domains: list(from['domains'], domain),
  kinds: list(from['kinds'], kind),
  legalBasis: text(from['legalBasis']),
  registerEntry: text(from['registerEntry']),
  effectiveFrom: text(from['effectiveFrom']),
  ...present<{ effectiveUntil: string }>(from, { effectiveUntil: text }),
});

export const readPurposeVersion = (from: Json): PurposeVersion => ({
  ...given(from),
  version: count(from['version']),
  proposedBy: text(from['proposedBy']),
  approvedBy: text(from['approvedBy']),
});

export const readProposal = (from: Json): Proposal => ({
  id: text(from['id']),
  kind: text(from['kind']),
  effectiveFrom: text(from['effectiveFrom']),
  proposedBy: text(from['proposedBy']),
  proposedAt: text(from['proposedAt']),
  state: among(['open', 'approved', 'rejected'])(from['state']),
  ...present<{ decidedBy: string; decidedAt: string }>(from, { decidedBy: text, decidedAt: text }),
});

/** What a proposal says. A kind of a later version is shown word for word: whoever decides must see what is there. */
export function readProposed(from: Json): Proposed {
  const content = object(from['content']);
  const said = (name: string): string => text(content[name]);
  switch (from['kind']) {
    case 'policy':
      return { kind: 'policy', basedOn: count(content['basedOn']), content: contentOf(content) };
    case 'purpose':
      return { kind: 'purpose', given: given(content) };
    case 'department-domain':
      return { kind: 'department-domain', department: said('department'), domain: domain(content['domain']) };
    case 'team-department':
      return { kind: 'team-department', team: said('team'), department: said('department') };
    case 'team-merge':
    case 'hand-over':
      return { kind: from['kind'], team: said('team'), to: said('to'), on: said('on') };
    default:
      return {
        kind: 'other',
        fields: Object.entries(content).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      };
  }
}

export const readSimulation = (from: Json): Simulation => ({
  policy: count(from['policy']),
  ...present<{ refused: string }>(from, { refused: text }),
  owners: list(from['owners'], (value) => {
    const one = object(value);
    return {
      owner: text(one['owner']),
      sees: list(one['sees'], (contact) => {
        const { team, department, phone, via } = object(contact);
        return {
          team: text(team),
          department: text(department),
          phone: text(phone),
          via: among(['team', 'broker'])(via),
        };
      }),
      told: among(['who', 'that', 'nothing'])(one['told']),
      disclosure: disclosure(one['disclosure']),
      rule: text(one['rule']),
      calls: one['calls'] === undefined ? false : flag(one['calls']),
    };
  }),
});
