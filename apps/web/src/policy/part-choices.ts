import { fill, text } from '../shell/texts';
import { partKey } from './part';
import { partOf } from './rule-fields';
import { DOMAINS } from './shapes';
import type { Words } from './words';

type Choices = { value: string; label: string }[];

/**
 * Everybody who can be named, from wide to narrow, for a select. A combination that a rule has already, and that this list
 * does not offer, stays a choice: to open a rule must not change it.
 */
export function partChoices(words: Words, side: 'owner' | 'asker', current: string): Choices {
  const { t, basis } = words;
  const { directory } = basis;
  const domains = DOMAINS.map((domain) => ({
    value: partKey({ domain }),
    label: fill(text('draft').partDomain, { name: t.domains[domain] }),
  }));
  const departments = directory.departments().map(({ code, name }) => ({
    value: partKey({ department: code }),
    label: fill(t.partDepartment, { name }),
  }));
  const teams = directory.teams().map(({ code, name, department }) => ({
    value: partKey({ team: code }),
    label: fill(t.partTeam, { name, department: directory.department(department) }),
  }));
  const offered = [...domains, ...departments, ...(side === 'owner' ? teams : [])];
  if (current === '' || offered.some(({ value }) => value === current)) return offered;
  return [{ value: current, label: words[side](partOf(current)) }, ...offered];
}

/** Teams that can bring others together. */
export function brokerChoices({ t, basis, team }: Words, current: string): Choices {
  const { directory } = basis;
  const offered = directory.teams().map(({ code, name, department }) => ({
    value: code,
    label: fill(t.partTeam, { name, department: directory.department(department) }),
  }));
  if (current === '' || offered.some(({ value }) => value === current)) return offered;
  return [{ value: current, label: team(current) }, ...offered];
}
