import { among, count, disclosure, flag, list, optional, record, text } from './reader';
import type { SimulatedContact, SimulatedOwner, Simulation } from './shapes';

const contact = record<SimulatedContact>({
  team: text,
  department: text,
  phone: text,
  via: among(['team', 'broker']),
});

export const readSimulation = record<Simulation>({
  policy: count,
  refused: optional(text),
  owners: list(
    record<SimulatedOwner>({
      owner: text,
      sees: list(contact),
      told: among(['who', 'that', 'nothing']),
      disclosure,
      rule: text,
      calls: (value) => value !== undefined && flag(value),
    }),
  ),
});
