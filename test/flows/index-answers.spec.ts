import { randomUUID } from 'node:crypto';
import { type Identifier, identifierOf, linesToAsk, linesToAskBuilding } from '#tokens';
import { type Answers, type Contact, MANAGER, type Town, memberOf, startTown, teamBody } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const ruud = memberOf('bouwtoezicht-midden');
const fatima = memberOf('vergunningenloket');
const jeroen = memberOf('schuldhulpverlening');
const mirjam = memberOf('openbare-orde');

const person = (bsn: string): Identifier => identifierOf('nl-bsn', bsn);
const address = (value: string): Identifier => identifierOf('nl-adres', value);
const nobody = person('000009830');

let town: Town;

beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town?.stop());

const contactsOf = ({ answers }: Answers): readonly Contact[] => answers.flatMap(({ contacts }) => contacts);
const seen = (answers: Answers): string[] => contactsOf(answers).map(({ team, matched }) => `${team} (${matched})`);
const post = (json: Record<string, unknown>, as = sanne): Promise<Reply> =>
  town.request('POST', '/v1/inquiries', { as, json });

describe('questions that do not fit', () => {
  it('all units of a building may not be asked for to prepare a home visit', async () => {
    const json = await town.question(ruud, 'home-visit', linesToAskBuilding(address('3899ZZ/12/A')));
    expectProblem(await post(json, ruud), 422, 'involvement.purpose-not-for-this-kind');
  });

  it('a purpose of another department is refused', async () => {
    const json = await town.question(fatima, 'planned-control', linesToAskBuilding(address('3899ZZ/12/A')));
    expectProblem(await post(json, fatima), 403, 'involvement.purpose-not-yours');
  });

  it('lines that are not of the kind, or more of them than the ladder has, are refused', async () => {
    const json = await town.question(sanne, 'home-visit', linesToAsk(address('3899ZZ/12/A')));
    const [{ lines }] = json['subjects'] as [{ lines: { scheme: string }[] }];
    const foreign = lines.map((line) => ({ ...line, scheme: 'nl-adres-nummer' }));
    expectProblem(await post({ ...json, subjects: [{ lines: foreign }] }), 422, 'involvement.lines-do-not-fit');
    const two = await town.question(sanne, 'home-visit', linesToAsk(nobody), linesToAsk(nobody));
    const merged = (two['subjects'] as { lines: unknown[] }[]).flatMap((subject) => subject.lines);
    expectProblem(await post({ ...two, subjects: [{ lines: merged }] }), 422, 'involvement.lines-do-not-fit');
  });

  it('one wrong subject refuses the whole list, and nothing is answered about the others', async () => {
    const json = await town.question(sanne, 'home-visit', linesToAsk(nobody), linesToAsk(nobody));
    const [first] = json['subjects'] as { lines: { tokens: Record<string, string> }[] }[];
    const wrong = { lines: [{ scheme: 'nl-kvk', tokens: first?.lines[0]?.tokens }] };
    const reply = await post({ ...json, subjects: [first, wrong] });
    expectProblem(reply, 422, 'involvement.lines-do-not-fit');
    expect(reply.text).not.toContain('contacts');
  });
});

describe('who else is involved', () => {
  it('a registered team is found by another one, with all that is needed to call it and no more', async () => {
    await town.register(sanne, 'wijkteam-soesterkwartier', person('999993653'));
    const found = await town.ask(bilal, 'home-visit', linesToAsk(person('999993653')));
    expect(contactsOf(found)).toEqual([
      {
        team: 'Wijkteam Soesterkwartier',
        department: 'Sociaal domein',
        phone: '033-000 00 11',
        email: 'wijkteam-soesterkwartier@amersfoort.example',
        hours: 'ma-zo 00:00-24:00',
        reachable: true,
        via: 'team',
        matched: 'subject',
      },
    ]);
    expect(Object.keys(found)).toEqual(['answers', 'coverage', 'policy']);
    expect(found.policy).toBe(1);
  });

  it('one’s own team is left out', async () => {
    expect(seen(await town.ask(sanne, 'home-visit', linesToAsk(person('999993653'))))).toEqual([]);
    const colleague = memberOf('wijkteam-soesterkwartier', 'ingrid');
    expect(seen(await town.ask(colleague, 'home-visit', linesToAsk(person('999993653'))))).toEqual([]);
  });

  it('a team that registered twice is one contact: how often is nobody’s business', async () => {
    await town.register(sanne, 'wijkteam-soesterkwartier', person('999993653'));
    expect(seen(await town.ask(bilal, 'home-visit', linesToAsk(person('999993653'))))).toHaveLength(1);
  });

  it('two teams of the same name in two departments are two contacts', async () => {
    const namesake = { ...teamBody('bouwtoezicht-midden'), name: 'Wijkteam Soesterkwartier' };
    await town.request('PUT', '/v1/teams/bouwtoezicht-naamgenoot', { as: MANAGER, json: namesake });
    const inspector = { ...ruud, sub: 'naamgenoot', teams: ['bouwtoezicht-naamgenoot'] };
    const json = await town.registration(inspector, 'bouwtoezicht-midden', person('999993653'));
    const path = `/v1/involvements/${randomUUID()}`;
    const put = await town.request('PUT', path, { as: inspector, json: { ...json, team: 'bouwtoezicht-naamgenoot' } });
    expect(put.status).toBe(201);
    const found = contactsOf(await town.ask(bilal, 'home-visit', linesToAsk(person('999993653'))));
    expect(found.map(({ department }) => department).sort()).toEqual(['Bouw- en woningtoezicht', 'Sociaal domein']);
  });

  it('a list is answered in the order of the list', async () => {
    const list = Array.from({ length: 12 }, (_, i) => (i === 7 ? person('999993653') : nobody));
    const { answers } = await town.ask(bilal, 'home-visit', ...list.map(linesToAsk));
    expect(answers.map(({ contacts }) => contacts.length > 0)).toEqual(list.map((_, i) => i === 7));
    expect(new Set(answers.map(({ receipt }) => receipt)).size).toBe(12);
  });

  it('a team that cannot be reached now says whom to call instead', async () => {
    const closed = teamBody('wijkteam-soesterkwartier', { hours: [], instead: 'wijkteam-liendert' });
    await town.request('PUT', '/v1/teams/wijkteam-soesterkwartier', { as: MANAGER, json: closed });
    const find = async () =>
      contactsOf(await town.ask(jeroen, 'home-visit', linesToAsk(person('999993653')))).find(
        ({ phone }) => phone === '033-000 00 11',
      );
    expect(await find()).toEqual(
      expect.objectContaining({ reachable: false, instead: { team: 'Wijkteam Liendert', phone: '033-000 00 12' } }),
    );
    await town.request('PUT', '/v1/teams/wijkteam-soesterkwartier', {
      as: MANAGER,
      json: teamBody('wijkteam-soesterkwartier'),
    });
    expect(await find()).not.toHaveProperty('instead');
  });
});

describe('the address ladder', () => {
  const room = address('3899ZZ/12/A');
  const house = address('3899ZZ/14/');

  beforeAll(async () => {
    await town.register(sanne, 'wijkteam-soesterkwartier', room);
    await town.register(sanne, 'wijkteam-soesterkwartier', house);
  });

  it('a question for the unit finds what was registered at the unit', async () => {
    expect(seen(await town.ask(ruud, 'home-visit', linesToAsk(room)))).toEqual(['Wijkteam Soesterkwartier (unit)']);
  });

  it('a question for the neighbours finds nothing', async () => {
    expect(seen(await town.ask(ruud, 'home-visit', linesToAsk(address('3899ZZ/12/B'))))).toEqual([]);
  });

  it('a question for the bare number does not find the units behind it', async () => {
    expect(seen(await town.ask(ruud, 'home-visit', linesToAsk(address('3899ZZ/12/'))))).toEqual([]);
  });

  it('a planned control of the building finds the unit, and says that it was one', async () => {
    const found = await town.ask(ruud, 'planned-control', linesToAskBuilding(address('3899ZZ/12/')));
    expect(seen(found)).toEqual(['Wijkteam Soesterkwartier (unit)']);
  });

  it('a question for a unit finds what was registered at the bare number, and says so', async () => {
    const found = await town.ask(ruud, 'home-visit', linesToAsk(address('3899ZZ/14/C')));
    expect(seen(found)).toEqual(['Wijkteam Soesterkwartier (number)']);
  });

  it('a planned control of the building finds the bare number as well', async () => {
    const found = await town.ask(ruud, 'planned-control', linesToAskBuilding(address('3899ZZ/14/C')));
    expect(seen(found)).toEqual(['Wijkteam Soesterkwartier (number)']);
  });

  it('a team at the unit and at its number is found once, at the unit', async () => {
    await town.register(sanne, 'wijkteam-soesterkwartier', address('3899ZZ/14/C'));
    const unit = await town.ask(ruud, 'home-visit', linesToAsk(address('3899ZZ/14/C')));
    expect(seen(unit)).toEqual(['Wijkteam Soesterkwartier (unit)']);
  });

  it('the desk for permits is shown no care', async () => {
    expect(seen(await town.ask(fatima, 'permit-desk', linesToAsk(room)))).toEqual([]);
  });
});

describe('mediation', () => {
  it('debt counselling is shown to an inspector as the broker, and its own name nowhere', async () => {
    const house = address('3899ZZ/40/');
    await town.register(jeroen, 'schuldhulpverlening', house);
    const json = await town.question(ruud, 'planned-control', linesToAskBuilding(house));
    const reply = await post(json, ruud);
    expect(contactsOf(reply.body as unknown as Answers)).toEqual([
      expect.objectContaining({
        team: 'Bemiddeling sociaal domein',
        department: 'Bemiddeling sociaal domein',
        phone: '033-000 00 19',
        via: 'broker',
      }),
    ]);
    const { coverage: _, ...shown } = reply.body;
    expect(JSON.stringify(shown)).not.toMatch(/schuld|werk|inkomen|debt|00 41/i);
  });

  it('to a wijkteam at the door it is shown by its name', async () => {
    const found = await town.ask(sanne, 'home-visit', linesToAsk(address('3899ZZ/40/')));
    expect(seen(found)).toEqual(['Schuldhulpverlening (number)']);
  });
});

describe('silent, closed and nothing', () => {
  const silent = person('999990019');
  const closed = person('999992971');

  beforeAll(async () => {
    await town.register(mirjam, 'openbare-orde', silent);
    await town.register(fatima, 'vergunningenloket', closed);
  });

  const replyTo = async (whom: Identifier): Promise<Reply> =>
    post(await town.question(sanne, 'home-visit', linesToAsk(whom)));

  it('are the same byte for byte, but for the random receipt', async () => {
    const replies = [await replyTo(silent), await replyTo(closed), await replyTo(nobody)];
    const bare = replies.map(({ status, headers, text }) => {
      const { date: _, ...others } = headers;
      return { status, headers: others, text: text.replace(/"receipt":"[\w-]{22}"/, '"receipt":""') };
    });
    expect(bare[0]?.text).toContain('"contacts":[]');
    expect(bare[1]).toEqual(bare[0]);
    expect(bare[2]).toEqual(bare[0]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(3);
  });

  it('are as large as an answer with a contact', async () => {
    await town.register(jeroen, 'schuldhulpverlening', person('999990032'));
    const found = await replyTo(person('999990032'));
    expect(contactsOf(found.body as unknown as Answers)).toHaveLength(1);
    const empty = await replyTo(nobody);
    expect(found.headers['content-length']).toBe(empty.headers['content-length']);
    const [element] = (empty.body as unknown as Answers).answers;
    expect(Buffer.byteLength(JSON.stringify(element)) % 1024).toBe(0);
  });

  it('leave records of the same length, and the same number of them', async () => {
    const before = (await town.happenings()).length;
    for (const whom of [silent, closed, nobody]) await replyTo(whom);
    const { rows } = await town.database.query(
      'select length(w) as w, length(x) as x, length(s) as s, length(a) as a, length(d) as d, length(entry) as entry from audit.record where seq >= $1',
      [before],
    );
    expect(rows).toHaveLength(3);
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
  });

  it('in one list look the same as well', async () => {
    const { answers } = await town.ask(sanne, 'home-visit', ...[silent, nobody, closed, nobody].map(linesToAsk));
    const shapes = answers.map(({ contacts, padding }) => JSON.stringify({ contacts, padding }));
    expect(new Set(shapes).size).toBe(1);
  });
});
