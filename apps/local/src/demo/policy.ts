import { asPerson } from '../sessions';
import type { Stack } from '../stack';

const MEDIATED = {
  disclosure: 'mediated',
  broker: 'bemiddeling-sociaal-domein',
  label: 'Bemiddeling sociaal domein',
} as const;

/**
 * What this town adds to the policy that the product comes with: youth care is named to nobody who comes for the building,
 * but can be reached; and in a crisis there is a way to those who help with debts and school.
 */
export const TOWN_RULES = [
  { id: 'youth-before-a-control', owner: { department: 'jeugd' }, purpose: 'planned-control', ...MEDIATED },
  { id: 'debt-in-a-crisis', owner: { domain: 'debt' }, purpose: 'crisis', ...MEDIATED },
  { id: 'education-in-a-crisis', owner: { domain: 'education' }, purpose: 'crisis', ...MEDIATED },
] as const;

interface PolicyInForce {
  readonly rules: readonly { readonly id: string }[];
  readonly brokers: readonly object[];
}

/**
 * One privacy officer proposes the rules of the town and another one approves them, through the product itself. Doing it
 * again changes nothing.
 */
export async function agreeOnPolicy(stack: Pick<Stack, 'configuration' | 'folder'>): Promise<void> {
  const proposer = await asPerson(stack, 'pieter');
  const { rules, brokers } = (await proposer.policyRoom.policy('in-force')) as unknown as PolicyInForce;
  const missing = TOWN_RULES.filter(({ id }) => !rules.some((rule) => rule.id === id));
  if (missing.length === 0) return;
  const proposal = await proposer.policyRoom.proposePolicy({ rules: [...rules, ...missing], brokers });
  const second = await asPerson(stack, 'petra');
  await second.policyRoom.decide(proposal, 'approve');
}
