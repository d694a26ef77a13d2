import { openRaakvlak, proveRecord, type ListedLook, type RaakvlakWithProofs } from '#client/node';
import { identifierOf } from '#tokens';
import type { Person } from '../support';
import { CUSTODIAN_AUDIENCE } from '../support/custodian';
import { LOG_ORIGIN, OFFICER, type Town, memberOf, startTown } from '../support/town';
import { until } from '../support/waiting';

// One's own questions, mistakes and the officer's view through the SDK, as a page or a command has them.

let town: Town;
let asker: RaakvlakWithProofs;
let officer: RaakvlakWithProofs;
const log = () => ({ logKey: town.logKey.text, logOrigin: LOG_ORIGIN });

beforeAll(async () => {
  town = await startTown();
  const as = (person: Person): RaakvlakWithProofs =>
    openRaakvlak(
      {
        index: `http://127.0.0.1:${town.index.port}`,
        custodian: town.custodian.url,
        rootKey: town.office.rootPublicKey,
        demo: true,
        ...log(),
      },
      { forIndex: () => town.bearer(person), forCustodian: () => town.bearer(person, CUSTODIAN_AUDIENCE) },
    );
  asker = as(memberOf('wijkteam-liendert'));
  officer = as(OFFICER);
  await town.startWorker({ DUTIES: 'sign', STORAGE_KEY_FILE: '', AUDIT_KEY_FILE: '' });
});
afterAll(() => town?.stop());

const refusalOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (problem: { code?: string }) => problem.code,
  );

it('a question, its place in one’s own list, and the mark that it was a mistake', async () => {
  const asked = await asker.ask({
    purpose: 'home-visit',
    subjects: [identifierOf('nl-bsn', '999993653'), identifierOf('nl-bsn', '999990019')],
    caseNumber: 'WT-2026-00123',
  });
  const { inquiries, more } = await asker.ownInquiries.list();
  expect([inquiries.length, more]).toEqual([2, false]);
  expect(inquiries[0]).toMatchObject({ kind: 'person', mistake: false, caseNumber: 'WT-2026-00123', outcome: 'done' });
  await asker.ownInquiries.markMistakes({ inquiries: [inquiries[0]!.id] });
  await asker.ownInquiries.markMistakes({ receipts: asked.answers.map(({ receipt }) => receipt) });
  expect((await asker.ownInquiries.list()).inquiries.map(({ mistake }) => mistake)).toEqual([true, true]);
  const unknown = officer.ownInquiries.markMistakes({ inquiries: [inquiries[0]!.id] });
  expect(await refusalOf(unknown)).toBe('access.not-allowed');
});

it('an officer finds it, looks at it from close by, and checks for herself that it stands in the log', async () => {
  expect(await refusalOf(asker.looks.search())).toBe('access.not-allowed');
  const { looks } = await officer.looks.search({ action: 'inquiry', kind: 'person' });
  const [listed] = looks as [ListedLook];
  expect(listed).toMatchObject({ broken: false, purpose: 'home-visit', mistake: true });
  await until(async () => (await officer.looks.closely(listed.seq)).evidence?.proof !== undefined, 200);
  const look = await officer.looks.closely(listed.seq);
  expect(look).toMatchObject({
    seq: listed.seq,
    actor: { id: listed.actor, caseNumber: 'WT-2026-00123', tickets: 1 },
    subject: { kind: 'person', tags: 1 },
    disclosed: { found: [], shown: 0 },
    broken: [],
  });
  const proved = proveRecord(look, log());
  expect(proved).toMatchObject({ verified: true, seq: listed.seq, time: listed.at });
  const { size, head } = await officer.looks.head();
  expect(head?.size).toBeGreaterThanOrEqual(proved.checkpoint.size);
  expect(size).toBeGreaterThanOrEqual(head?.size ?? Infinity);
  const forged = { ...look, purpose: 'permit-desk' };
  expect(() => proveRecord(forged, log())).toThrow(expect.objectContaining({ code: 'client.proof-invalid' }));
  expect(await refusalOf(officer.looks.closely(999_999_999))).toBe('oversight.look-unknown');
});

it('step by step, an officer comes to the beginning of the log', async () => {
  let before: number | undefined;
  const seen: number[] = [];
  do {
    const page = await officer.looks.search({}, { limit: 5, ...(before === undefined ? {} : { before }) });
    seen.push(...page.looks.map(({ seq }) => seq));
    before = page.next;
  } while (before !== undefined);
  expect(seen.at(-1)).toBe(0);
  expect(new Set(seen).size).toBe(seen.length);
});
