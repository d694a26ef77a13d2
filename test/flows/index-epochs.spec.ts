import { randomBytes, randomUUID } from 'node:crypto';
import type { RunningProcess } from '#local';
import { identifierOf, linesToAsk } from '#tokens';
import type { RunningCustodian } from '../support/custodian';
import { type Answers, type Town, bringToLife, memberOf, startTown } from '../support/town';
import { type Reply, send } from '../support/wire';
import { expectProblem } from './index-routes';

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const resident = identifierOf('nl-bsn', '999993653');
const newcomer = identifierOf('nl-bsn', '999990019');

type Tokens = Record<string, string>;
interface Question {
  readonly ticket: string;
  readonly subjects: readonly { readonly lines: readonly { readonly scheme: string; readonly tokens: Tokens }[] }[];
}

let town: Town;
let rotated: RunningCustodian;
/** An index that knows both epochs; the first one still has the document of before */
let index: RunningProcess;
/** A registration of before the rotation, as it was sent */
let old: Record<string, unknown>;

beforeAll(async () => {
  town = await startTown({ epochs: ['2025-2'] });
  old = await town.registration(sanne, 'wijkteam-soesterkwartier', resident);
  await town.request('PUT', `/v1/involvements/${randomUUID()}`, { as: sanne, json: old });
  bringToLife(town.office, ['2026-1']);
  await town.custodian.stop();
  rotated = await town.office.start({ PORT: new URL(town.custodian.url).port });
  index = await town.startIndex('index-rotated');
});
afterAll(async () => {
  await rotated?.stop();
  await town?.stop();
});

const question = async (whom = resident): Promise<Question> =>
  (await town.question(bilal, 'home-visit', linesToAsk(whom))) as unknown as Question;
const ask = async (json: Question, at = index): Promise<Reply> =>
  send(`http://127.0.0.1:${at.port}`, 'POST', '/v1/inquiries', {
    json,
    headers: { authorization: `Bearer ${await town.bearer(bilal)}` },
  });
const register = async (json: Record<string, unknown>, at = index): Promise<Reply> =>
  send(`http://127.0.0.1:${at.port}`, 'PUT', `/v1/involvements/${randomUUID()}`, {
    json,
    headers: { authorization: `Bearer ${await town.bearer(sanne)}` },
  });
const teams = ({ body }: Reply): string[] =>
  (body as unknown as Answers).answers.flatMap(({ contacts }) => contacts.map(({ team }) => team));

/** The same question with other tokens: `change` gets those of each line. */
const withTokens = (json: Question, change: (tokens: Tokens) => Tokens): Question => ({
  ...json,
  subjects: json.subjects.map(({ lines }) => ({
    lines: lines.map((line) => ({ ...line, tokens: change(line.tokens) })),
  })),
});

const incomplete: [string, (tokens: Tokens) => Tokens][] = [
  ['the new epoch only', ({ '2026-1': token = '' }) => ({ '2026-1': token })],
  ['the old epoch only', ({ '2025-2': token = '' }) => ({ '2025-2': token })],
  ['an epoch that there is not in place of one', ({ '2026-1': token = '' }) => ({ '2026-1': token, '2024-1': token })],
  ['an epoch too many', (tokens) => ({ ...tokens, '2024-1': randomBytes(32).toString('base64url') })],
];
it.each(incomplete)(
  'a question that brings tokens for %s is refused, for "nobody" could be false',
  async (_, change) => {
    const json = await question();
    const reply = await ask(withTokens(json, change));
    expectProblem(reply, 409, 'involvement.epochs-incomplete');
    expect(reply.body['live']).toEqual(['2026-1', '2025-2']);
    // Nothing was looked up, so the ticket is still good.
    expect(teams(await ask(json))).toEqual(['Wijkteam Soesterkwartier']);
  },
);

it('a list of which one line misses an epoch is refused as a whole', async () => {
  const json = (await town.question(
    bilal,
    'home-visit',
    linesToAsk(resident),
    linesToAsk(newcomer),
  )) as unknown as Question;
  const [first, second] = json.subjects;
  const [spoilt] = withTokens(
    { ...json, subjects: second === undefined ? [] : [second] },
    ({ '2026-1': token = '' }) => ({ '2026-1': token }),
  ).subjects;
  expectProblem(await ask({ ...json, subjects: [first, spoilt] as never }), 409, 'involvement.epochs-incomplete');
});

it('an index that has not seen the new epoch refuses both, rather than look in half of the links', async () => {
  const reply = await ask(await question(), town.index);
  expectProblem(reply, 409, 'involvement.epochs-incomplete');
  expect(reply.body['live']).toEqual(['2025-2']);
});

it('nothing is registered in an epoch that is retiring', async () => {
  const json = await town.registration(sanne, 'wijkteam-soesterkwartier', resident);
  const [line] = old['lines'] as unknown[];
  expectProblem(await register({ ...json, lines: [line] }), 409, 'involvement.epochs-incomplete');
});

it('what was registered before the rotation is found after it, and so is what came since', async () => {
  expect(teams(await ask(await question()))).toEqual(['Wijkteam Soesterkwartier']);
  expect(teams(await ask(await question(newcomer)))).toEqual([]);
  const json = await town.registration(sanne, 'wijkteam-soesterkwartier', newcomer);
  expect((await register(json)).status).toBe(201);
  expect(teams(await ask(await question(newcomer)))).toEqual(['Wijkteam Soesterkwartier']);
});

it('a team that registered in both epochs is one contact', async () => {
  expect((await register(await town.registration(sanne, 'wijkteam-soesterkwartier', resident))).status).toBe(201);
  expect(teams(await ask(await question()))).toEqual(['Wijkteam Soesterkwartier']);
});
