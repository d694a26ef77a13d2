import { disclosure, kind, list, object, optional, record, rung, text } from './reader';
import type { Cell, ChangedCell, Decision, Difference } from './shapes';

const decision = record<Decision>({
  disclosure,
  rule: text,
  broker: optional(record({ team: text, label: text })),
});

const PLACE = {
  asker: (value: unknown) => text(object(value)['department']),
  purpose: text,
  kind,
  rung,
  owner: text,
};

export const readCell = record<Cell>({ ...PLACE, decision });

export const readDifference = record<Difference>({
  added: list(text),
  removed: list(text),
  changed: list(text),
  cells: list(record<ChangedCell>({ ...PLACE, from: decision, to: decision })),
});
