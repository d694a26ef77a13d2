import { type Decision, DISCLOSURES, type Disclosure, type Policy, type Row } from './decide';

/**
 * One case stricter, never looser: what its owner asks for, when that is more restrictive than what the policy decided. A
 * broker stands in as in the policy's own mediated rules for this domain; without one the case is closed.
 */
export function stricterOf(policy: Policy, decided: Decision, { owner }: Row, atLeast: Disclosure): Decision {
  if (DISCLOSURES.indexOf(atLeast) <= DISCLOSURES.indexOf(decided.disclosure)) return decided;
  const closed = { disclosure: 'closed', shown: 'nothing', told: 'nothing', rule: 'own-case' } as const;
  if (atLeast === 'silent') return { ...closed, disclosure: 'silent', told: 'who' };
  const standIn = policy.rules
    .filter((rule) => rule.disclosure === 'mediated' && rule.owner?.domain === owner.domain)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .at(0);
  if (atLeast === 'closed' || standIn?.broker === undefined || standIn.label === undefined) return closed;
  const broker = { team: standIn.broker, label: standIn.label };
  return { disclosure: 'mediated', shown: 'broker', told: 'who', rule: 'own-case', broker };
}
