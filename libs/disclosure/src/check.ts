import type { Problem } from '#problem';
import { type PolicyContent, RESERVED_RULES, type Rule } from './decide';
import { problem } from './problems';

/** The parts of the organisation that a policy may name. The catalogue's copy fits. */
export interface Named {
  readonly departments: ReadonlyMap<string, { readonly code: string; readonly domain: string }>;
  readonly teams: ReadonlyMap<string, { readonly code: string; readonly department: string }>;
  readonly purposes: { has(code: string): boolean };
}

/** Why a policy was refused: `reason` of `disclosure.policy-refused`. */
export type Refusal =
  | 'id-reserved'
  | 'id-repeated'
  | 'unknown-team'
  | 'unknown-department'
  | 'unknown-purpose'
  | 'broker-needed'
  | 'broker-not-needed'
  | 'label-not-neutral'
  | 'label-too-narrow'
  | 'owner-missing';

/** A label says little about who stands behind it when it may be any of this many teams, of this many domains. */
export const LABEL_TEAMS = 5;
export const LABEL_DOMAINS = 2;

const refused = (reason: Refusal, position: number): Problem => problem('policy-refused', { reason, position });

/**
 * Whether a policy holds together: what it names exists, no rule has another's id, and who is mediated has a broker and a
 * label that does not give the team away.
 * @throws Problem `disclosure.policy-refused` with `reason` and `position`
 */
export function checkPolicy(content: PolicyContent, named: Named): void {
  const { rules, brokers } = content;
  const ids = new Set<string>(RESERVED_RULES);
  rules.forEach(({ id, ...rule }, position) => {
    if (ids.has(id)) throw refused(RESERVED_RULES.some((one) => one === id) ? 'id-reserved' : 'id-repeated', position);
    ids.add(id);
    const fault = faultOf(rule, named);
    if (fault !== undefined) throw refused(fault, position);
  });
  brokers.forEach(({ owner, team, label }, i) => {
    const position = rules.length + i;
    if (Object.values(owner).every((part) => part === undefined)) throw refused('owner-missing', position);
    const fault = faultOf({ owner, disclosure: 'mediated', broker: team, label }, named);
    if (fault !== undefined) throw refused(fault, position);
  });
  checkLabels(content, named);
}

function faultOf({ owner, asker, purpose, disclosure, broker, label }: Omit<Rule, 'id'>, named: Named) {
  const teams = [owner?.team, broker].filter((code) => code !== undefined);
  if (!teams.every((code) => named.teams.has(code))) return 'unknown-team';
  const departments = [owner?.department, asker?.department].filter((code) => code !== undefined);
  if (!departments.every((code) => named.departments.has(code))) return 'unknown-department';
  if (purpose !== undefined && !named.purposes.has(purpose)) return 'unknown-purpose';
  if (disclosure === 'mediated') return broker === undefined || label === undefined ? 'broker-needed' : undefined;
  return broker === undefined && label === undefined ? undefined : 'broker-not-needed';
}

/** Where a label may stand for a team: the owners of a mediated rule, or those of a stand-in. */
const placesOf = ({ rules, brokers }: PolicyContent) => [
  ...rules.map(({ owner, disclosure, broker, label }) => ({
    owner,
    label,
    broker: disclosure === 'mediated' && broker,
  })),
  ...brokers.map(({ owner, label, team }) => ({ owner, label, broker: team })),
];

/** Codes of teams that bring others together under this policy. */
export const brokersOf = ({ rules, brokers }: PolicyContent): ReadonlySet<string> =>
  new Set([...rules.flatMap(({ broker }) => broker ?? []), ...brokers.map(({ team }) => team)]);

/**
 * Teams that an asker who reads this label may think of, broker excepted: all that a rule or a stand-in with this label
 * speaks of, whatever the purpose.
 */
export function coveredBy(label: string, content: PolicyContent, { teams, departments }: Named): string[] {
  const places = placesOf(content).filter((one) => one.label === label);
  const brokers = new Set(places.map(({ broker }) => broker));
  return [...teams.values()]
    .filter(({ code, department }) => {
      const { domain } = departments.get(department) ?? {};
      return places.some(
        ({ owner }) =>
          (owner?.team ?? code) === code &&
          (owner?.department ?? department) === department &&
          (owner?.domain ?? domain) === domain,
      );
    })
    .map(({ code }) => code)
    .filter((code) => !brokers.has(code));
}

function checkLabels(content: PolicyContent, named: Named): void {
  const names = new Set([...named.teams.keys(), ...named.departments.keys()]);
  for (const [position, { label }] of placesOf(content).entries()) {
    if (label === undefined) continue;
    if (names.has(label)) throw refused('label-not-neutral', position);
    const teams = coveredBy(label, content, named);
    const domains = new Set(
      teams.map((code) => named.departments.get(named.teams.get(code)?.department ?? '')?.domain),
    );
    if (teams.length < LABEL_TEAMS || domains.size < LABEL_DOMAINS) throw refused('label-too-narrow', position);
  }
}
