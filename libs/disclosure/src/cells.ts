import { type CatalogueCopy, type PurposeVersion, fitsDomain, inForce } from '#organisation';
import type { Kind, Rung } from '#tokens';
import { type Decision, type Party, type Policy, decide } from './decide';

/** What one kind of asker sees of one owner, for one purpose. */
export interface Cell {
  readonly asker: Party;
  readonly purpose: string;
  readonly kind: Kind;
  readonly rung: Rung;
  /** Code of a team */
  readonly owner: string;
  readonly decision: Decision;
}

/** Rungs on which something of a kind can be found. */
const RUNGS: Readonly<Record<Kind, readonly Rung[]>> = {
  person: ['subject'],
  business: ['subject'],
  address: ['unit', 'number', 'subject'],
  building: ['unit', 'number'],
};

/**
 * Everything that a policy decides, for every department that may ask and every team that may be involved.
 * @param day YYYY-MM-DD; purposes as they are in force then
 */
export function cellsOf(policy: Policy, copy: CatalogueCopy, day: string): Cell[] {
  const owners = [...copy.teams.values()].flatMap(({ code, department }) => {
    const domain = copy.departments.get(department)?.domain;
    return domain === undefined ? [] : [{ team: code, department, domain }];
  });
  return questionsOf(copy, day).flatMap(({ asker, purpose, kind }) =>
    owners.flatMap((owner) =>
      RUNGS[kind].map((rung) => ({
        asker,
        purpose: purpose.code,
        kind,
        rung,
        owner: owner.team,
        decision: decide(policy, asker, purpose.code, { owner, kind, rung }),
      })),
    ),
  );
}

function questionsOf(copy: CatalogueCopy, day: string): { asker: Party; purpose: PurposeVersion; kind: Kind }[] {
  const purposes = [...copy.purposes.values()].flatMap((versions) => inForce(versions, day) ?? []);
  return [...copy.departments.values()].flatMap(({ code: department, domain }) =>
    purposes
      .filter((purpose) => fitsDomain(purpose, { roles: [], domain }))
      .flatMap((purpose) => purpose.kinds.map((kind) => ({ asker: { department, domain }, purpose, kind }))),
  );
}

export interface ChangedCell extends Omit<Cell, 'decision'> {
  readonly from: Decision;
  readonly to: Decision;
}

/** What differs between two policies: rules by their ids, and what it means for whom. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly cells: readonly ChangedCell[];
}

export function differenceOf(from: Policy, to: Policy, copy: CatalogueCopy, day: string): Difference {
  const [old, fresh] = [rulesOf(from), rulesOf(to)];
  const after = cellsOf(to, copy, day);
  const cells = cellsOf(from, copy, day).flatMap(({ decision, ...cell }, i) => {
    const next = after[i]?.decision ?? decision;
    return effectOf(decision) === effectOf(next) ? [] : [{ ...cell, from: decision, to: next }];
  });
  return {
    added: [...fresh.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !fresh.has(id)),
    changed: [...fresh].flatMap(([id, text]) => (old.has(id) && old.get(id) !== text ? [id] : [])),
    cells,
  };
}

const sorted = (value: object): object =>
  Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]: [string, unknown]) => [name, typeof one === 'object' && one !== null ? sorted(one) : one]),
  );
const rulesOf = ({ rules }: Policy): Map<string, string> =>
  new Map(rules.map((rule) => [rule.id, JSON.stringify(sorted(rule))]));
/** Which rule said it is not an effect. */
const effectOf = ({ disclosure, broker }: Decision): string =>
  `${disclosure}|${broker?.team ?? ''}|${broker?.label ?? ''}`;
