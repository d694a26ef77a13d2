import type { OrganisationOverview, TeamPart } from '#client/browser';
import { isDay } from '../ours/days';
import { codeFault, type Faults, faultsOf, isName } from './fields';

export type ManagedTeam = OrganisationOverview['teams'][number];

export const PARTS: readonly TeamPart[] = ['ordinary', 'shield-desk', 'collective-list'];

/** What stands in the form, beside the contact point. */
export interface TeamFields {
  readonly code: string;
  readonly name: string;
  readonly department: string;
  readonly part: TeamPart;
}

export const NEW_TEAM: TeamFields = { code: '', name: '', department: '', part: 'ordinary' };

/** @param taken codes of the teams there are, for a new one */
export const teamFaults = ({ code, name, department }: TeamFields, taken: readonly string[] | undefined): Faults =>
  faultsOf({
    code: taken === undefined ? undefined : codeFault(code, taken),
    name: isName(name) ? undefined : 'name',
    department: department === '' ? 'department' : undefined,
  });

export const CHANGE_KINDS = ['rename', 'merge', 'hand-over'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A change as it is planned. */
export interface PlanFields {
  readonly kind: ChangeKind | '';
  readonly newName: string;
  /** Code of the team that takes over */
  readonly to: string;
  /** YYYY-MM-DD */
  readonly on: string;
}

/** @param last the last day that may be chosen */
export const planFaults = ({ kind, newName, to, on }: PlanFields, today: string, last: string): Faults =>
  faultsOf({
    kind: kind === '' ? 'kind' : undefined,
    'new-name': kind === 'rename' && !isName(newName) ? 'name' : undefined,
    to: kind !== '' && kind !== 'rename' && to === '' ? 'to' : undefined,
    on: !isDay(on) || on < today || on > last ? 'on' : undefined,
  });

/** Teams that can take over: those that go on and stand for the same. */
export const takersOf = (team: ManagedTeam, teams: readonly ManagedTeam[]): readonly ManagedTeam[] =>
  teams.filter(({ code, part, ended }) => code !== team.code && part === team.part && ended === undefined);

/** Those that go on first, by department and name. */
export function inOrder(teams: readonly ManagedTeam[], nameOf: (department: string) => string): readonly ManagedTeam[] {
  const key = ({ department, name }: ManagedTeam): string => `${nameOf(department)} ${name}`;
  return [...teams].sort(
    (a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined) || key(a).localeCompare(key(b), 'nl'),
  );
}
