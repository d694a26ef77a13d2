import { asPerson } from '#local';
import { identifierOf } from '#tokens';
import { Depot } from '../support/deliveries';
import { until } from '../support/waiting';

// Decoys and alarms from the command line, with real tokens of a real custodian.

/** A house number that does not exist, its units included; and a made-up unit at a number that does. */
const LURES = ['3899 ZZ 99887', '3899 ZZ 12-X9'];

let depot: Depot;
beforeAll(async () => {
  depot = await Depot.open();
});
afterAll(() => depot?.close());

const canary = (...words: string[]) => depot.run('canary', ...words, '--json');
const visit = async (...addresses: readonly string[]): Promise<void> => {
  const bilal = await asPerson(depot.stack, 'bilal');
  await bilal.ask({ purpose: 'home-visit', subjects: addresses.map((value) => identifierOf('nl-adres', value)) });
};
const alarms = async (): Promise<{ kind: string; detail: Record<string, unknown> }[]> =>
  (await depot.run('alarms', '--as', 'pieter', '--json')).json['alarms'] as never;

it('a file with something that is no address plants nothing, and the words do not quote it', async () => {
  depot.write('lok.txt', `${LURES[0]}\nKerkstraat\n`);
  const { code, remarks, out } = await depot.run('canary', 'lok.txt');
  expect(code).toBe(2);
  expect(out + remarks).toMatch(/Regel 2/);
  expect(out + remarks).not.toContain('Kerkstraat');
  expect((await canary()).json).toEqual({ canaries: [] });
  expect((await depot.run('canary', 'er-niet.txt')).code).toBe(2);
});

it('whoever may not review sees no alarms', async () => {
  expect((await depot.run('alarms', '--as', 'bilal')).code).toBe(4);
});

it('a question about a decoy, or about a unit at a number that does not exist, raises an alarm; a neighbour’s does not', async () => {
  depot.write('lok.txt', LURES.join('\n'));
  const { code, json } = await canary('lok.txt');
  expect(code).toBe(0);
  const planted = json['planted'] as string[];
  expect(planted).toHaveLength(2);

  await visit('3899ZZ/12/', '3899ZZ/12/X8');
  await depot.stack.restart('worker');
  expect(await alarms()).toEqual([]);
  await visit('3899ZZ/99887/B');
  await depot.stack.restart('worker');
  await until(async () => (await alarms()).length > 0, 500);
  expect(await alarms()).toEqual([expect.objectContaining({ kind: 'canary-touched', detail: { canary: planted[0] } })]);
  const { out } = await depot.run('alarms', '--as', 'pieter');
  expect(out).toMatch(/bilal \(sociaal-domein\) vroeg naar lokgegevens/);

  expect((await canary('--withdraw', planted[0] as string)).code).toBe(0);
  expect((await canary()).json).toEqual({ canaries: [expect.objectContaining({ id: planted[1] })] });
});
