import { Depot } from '../support/deliveries';
import { until } from '../support/waiting';

// An emergency from the command line: asked, told, judged.

const BSN = '999993653';

let depot: Depot;
beforeAll(async () => {
  depot = await Depot.open();
  const owner = ['register', '--as', 'ingrid', '--team', 'wijkteam-soesterkwartier', '--notice', 'given', '--bsn', BSN];
  expect((await depot.run(...owner, '--disclosure', 'mediated', '--json')).code).toBe(0);
});
afterAll(() => depot?.close());

const ask = (...more: string[]) => depot.run('ask', '--as', 'bilal', '--bsn', BSN, ...more);

it('needs a reason of the list, the purpose for a crisis and no building', async () => {
  expect((await ask('--purpose', 'crisis', '--emergency', 'haast')).code).toBe(2);
  expect((await ask('--purpose', 'crisis', '--emergency', 'violence-now', '--building')).code).toBe(2);
  const visit = await ask('--purpose', 'home-visit', '--emergency', 'violence-now');
  expect(visit.code).toBe(2);
  expect(visit.remarks).toContain('alleen met doel crisis');
});

it('a verdict needs the number of a case, and is for the privacy officer', async () => {
  expect((await depot.run('review', '--verdict', 'justified', '--as', 'pieter')).code).toBe(2);
  expect((await depot.run('review', '--as', 'bilal')).code).toBe(4);
  expect((await depot.run('events', '--review', '--as', 'bilal')).code).toBe(4);
});

it('shows the team behind the broker, tells it who asked, and waits for a verdict', async () => {
  const calm = await ask('--purpose', 'crisis');
  expect(calm.out).toContain('bemiddelaar');
  expect(calm.out).not.toContain('noodvraag');
  const urgent = await ask('--purpose', 'crisis', '--emergency', 'child-in-danger');
  expect(urgent.code).toBe(0);
  expect(urgent.out).toContain('Wijkteam Soesterkwartier');
  expect(urgent.out).toContain('teams die u hier niet ziet, dan bellen zij uw team zelf');

  const told = async () => (await depot.run('events', '--as', 'ingrid')).out;
  await until(async () => (await told()).includes('Noodvraag'), 500);
  expect(await told()).toContain('Noodvraag van team wijkteam-liendert');
  expect((await depot.run('events', '--review', '--as', 'helga')).out).toContain('Beoordeel zaak');

  const [one] = (await depot.run('review', '--as', 'pieter', '--json')).json['cases'] as { id: string }[];
  expect((await depot.run('review', '--as', 'pieter')).out).toContain('Wacht op een oordeel');
  const verdict = await depot.run('review', String(one?.id), '--verdict', 'justified', '--as', 'pieter');
  expect(verdict.out).toContain('De zaak is gesloten');
  expect((await depot.run('review', '--as', 'pieter')).out).toContain('Oordeel: terecht');
});
