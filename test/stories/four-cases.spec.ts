import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreeOnPolicy, asPerson, loadOrganisation, type Stack, startStack } from '#local';
import { ASKINGS, answerTo, isRefusedToOfficer, register, toldBy } from './four-cases';

// A stair lift, a building permit, youth care and an investigation at one address.

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ folder: mkdtempSync(join(tmpdir(), 'raakvlak-four-')) });
  await loadOrganisation(stack);
  await agreeOnPolicy(stack);
  await register(stack);
});
afterAll(() => stack?.stop({ remove: true }));

describe.each(ASKINGS.map((asking) => [`${asking.who} (${asking.purpose})`, asking] as const))('%s', (_, asking) => {
  it('reads exactly these contacts', async () => {
    expect(await answerTo(stack, asking)).toEqual(asking.reads);
  });

  it('and each owner is told exactly this', async () => {
    const told = await toldBy(stack, asking);
    const others = Object.entries(asking.told).filter(([, wanted]) => wanted !== 'own');
    expect(Object.fromEntries(others.map(([team]) => [team, told[team]]))).toEqual(Object.fromEntries(others));
  });
});

it('a privacy officer cannot ask at all', async () => {
  expect(await isRefusedToOfficer(stack)).toBe(true);
});

it('agreeing on the policy again makes no new version', async () => {
  const officer = await asPerson(stack, 'pieter');
  const before = (await officer.policyRoom.policies()).length;
  await agreeOnPolicy(stack);
  expect(await officer.policyRoom.policies()).toHaveLength(before);
});
