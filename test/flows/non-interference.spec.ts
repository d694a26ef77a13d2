import { randomUUID } from 'node:crypto';
import { Lookup, OPENINGS, type OpenLink, StorageKey } from '#involvement';
import { poolOf } from '#platform';
import type { Person } from '../support';
import { startTestDatabase } from '../support/database';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { DESK, DESK_MEMBER as vera, LIST_KEEPER as list, MARKERS, SHELTERS, sameSubject } from '../support/markers';
import { MANAGER, type TeamCode, type Town, memberOf, startTown, teamBody } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

// Nothing, silent, closed, shielded and collective are one and the same to an asker, to the line, and in what is stored.

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const mirjam = memberOf('openbare-orde');
const jeroen = memberOf('schuldhulpverlening');

let town: Town;
let lists: Lists;
/** Subjects by what is there and may not show: `nothing` first */
const people: Record<string, ListItem> = {};
const homes: Record<string, ListItem> = {};

async function register(as: Person, ...items: ListItem[]): Promise<void> {
  const { status, text } = await town.request('POST', '/v1/registrations', { as, json: lists.body(as, items) });
  if (status !== 200 && status !== 201) throw new Error(text);
}
const same = (item: ListItem, team: TeamCode, more?: Partial<ListItem>): ListItem =>
  sameSubject(lists, item, team, more);

beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
  for (const [code, part] of MARKERS)
    await town.request('PUT', `/v1/teams/${code}`, { as: MANAGER, json: { ...teamBody('openbare-orde'), part } });
  for (const [found, make] of [
    [people, () => lists.person('wijkteam-liendert')],
    [homes, () => lists.address('wijkteam-liendert')],
  ] as const) {
    for (const name of ['nothing', 'silent', 'closed', 'own-silent', 'own-closed', 'shielded', 'shield-alone'])
      found[name] = make();
    const at = (name: string): ListItem => found[name] as ListItem;
    await register(mirjam, same(at('silent'), 'openbare-orde'));
    await register(jeroen, same(at('closed'), 'schuldhulpverlening'));
    await register(sanne, same(at('own-silent'), 'wijkteam-soesterkwartier', { disclosure: 'silent' }));
    await register(sanne, same(at('own-closed'), 'wijkteam-soesterkwartier', { disclosure: 'closed' }));
    await register(sanne, same(at('shielded'), 'wijkteam-soesterkwartier'));
    await register(vera, same(at('shielded'), DESK), same(at('shield-alone'), DESK));
  }
  homes['collective'] = lists.address('wijkteam-liendert');
  await register(sanne, same(homes['collective'], 'wijkteam-soesterkwartier'));
  await register(list, same(homes['collective'], SHELTERS));
});
afterAll(() => town?.stop());

const bodyOf = (items: readonly ListItem[], more: object = {}): Record<string, unknown> => ({
  purpose: 'crisis',
  ...lists.part(bilal, items),
  ...more,
});
const post = (json: unknown): Promise<Reply> => town.request('POST', '/v1/inquiries', { as: bilal, json });

/** All that the asker and a listener on the line get, but for what is random or the time. */
function faceOf({ status, headers, text }: Reply): unknown {
  const { date: _, ...rest } = headers;
  const fixed = text
    .replace(/"receipt":"[\w-]{22}"/g, '"receipt":"RRRRRRRRRRRRRRRRRRRRRR"')
    .replace(/"validUntil":"[-\d]{10}T[\d:.]{12}Z"/g, '"validUntil":"2026-11-26T11:20:00.000Z"');
  return { status, headers: rest, text: fixed, bytes: Buffer.byteLength(text) };
}

/** Sizes of all that the question left in the database, row by row. */
async function tracesSince(seq: number): Promise<unknown> {
  const { rows: records } = await town.database.query(
    `select length(entry) as entry, length(w) as w, length(x) as x, length(s) as s, length(a) as a, length(d) as d,
       pg_column_size(r.*) as row from audit.record r where seq >= $1 order by seq`,
    [seq],
  );
  const { rows: followUps } = await town.database.query(
    'select length(sealed) as sealed, pg_column_size(f.*) as row from follow_up f order by at',
  );
  const { rows: tags } = await town.database.query(
    'select pg_column_size(t.*) as row from audit.subject_tag t where seq >= $1',
    [seq],
  );
  const { rows: batches } = await town.database.query(
    'select length(leaf_hashes) as leaves from audit.batch where first_seq >= $1 order by first_seq',
    [seq],
  );
  return { records, followUps, tags, batches };
}
const place = async (): Promise<number> => (await town.happenings()).length;

/** The same question about each, and what it showed and left behind. */
async function facesOf(bodies: Readonly<Record<string, () => Record<string, unknown>>>): Promise<Map<string, unknown>> {
  const faces = new Map<string, unknown>();
  for (const [name, body] of Object.entries(bodies)) {
    await town.database.query('delete from follow_up');
    const since = await place();
    const reply = await post(body());
    faces.set(name, { ...(faceOf(reply) as object), left: await tracesSince(since) });
  }
  return faces;
}

function expectOneFace(faces: ReadonlyMap<string, unknown>): void {
  const nothing = faces.get('nothing') as { status: number };
  expect(nothing.status).toBe(200);
  expect(faces.size).toBeGreaterThan(5);
  for (const [name, face] of faces) expect({ name, face }).toEqual({ name, face: nothing });
}

const each = (subjects: Readonly<Record<string, ListItem>>, make: (item: ListItem) => Record<string, unknown>) =>
  Object.fromEntries(Object.entries(subjects).map(([name, item]) => [name, () => make(item)]));

describe('what may not show is like nothing, in bytes, headers and all that is stored', () => {
  it('for one person', async () => {
    expectOneFace(await facesOf(each(people, (item) => bodyOf([item]))));
  });

  it('for one address', async () => {
    expectOneFace(await facesOf(each(homes, (item) => bodyOf([item]))));
  });

  it('for a whole building', async () => {
    const control = (item: ListItem): Record<string, unknown> => {
      const building = { ...item, lines: item.lines.slice(1) };
      return { purpose: 'planned-control', ...lists.part(memberOf('bouwtoezicht-midden'), [building]) };
    };
    const as = memberOf('bouwtoezicht-midden');
    const faces = new Map<string, unknown>();
    for (const name of ['nothing', 'silent', 'own-silent', 'own-closed', 'shielded', 'shield-alone', 'collective'])
      faces.set(name, faceOf(await town.request('POST', '/v1/inquiries', { as, json: control(homes[name]!) })));
    expectOneFace(faces);
  });

  it('as an element of a list, at every place of it', async () => {
    const plain = people['nothing'] as ListItem;
    const at = (item: ListItem, i: number): ListItem[] => [0, 1, 2].map((k) => (k === i ? item : plain));
    for (const i of [0, 1, 2]) expectOneFace(await facesOf(each(people, (item) => bodyOf(at(item, i)))));
    const { text } = await post(bodyOf(Object.values(people)));
    const { answers } = JSON.parse(text) as { answers: object[] };
    expect(new Set(answers.map((answer) => Buffer.byteLength(JSON.stringify(answer))))).toEqual(new Set([1_024]));
  });

  it('in a household', async () => {
    const household = (person: ListItem, home: ListItem): Record<string, unknown> => ({
      purpose: 'crisis',
      parts: [lists.part(bilal, [person]), lists.part(bilal, [home])],
    });
    const [person, home] = [people['nothing'] as ListItem, homes['nothing'] as ListItem];
    expectOneFace(await facesOf(each(people, (item) => household(item, home))));
    expectOneFace(await facesOf(each(homes, (item) => household(person, item))));
  });

  it('in an emergency, where the item that follows has one size and the sentence is the same', async () => {
    const emergency = 'life-in-danger';
    expectOneFace(await facesOf(each(people, (item) => bodyOf([item], { emergency }))));
    expectOneFace(await facesOf(each(homes, (item) => bodyOf([item], { emergency }))));
    await town.database.query('delete from follow_up');
    await post(bodyOf(Object.values(people).slice(0, 5), { emergency }));
    await post(bodyOf([people['nothing'] as ListItem], { emergency }));
    const { rows } = await town.database.query('select length(sealed) as length from follow_up');
    expect(rows).toEqual([{ length: 4124 }, { length: 4124 }]);
  });
});

describe('what stands beside the answers does not tell either', () => {
  it('a ticket that was used, a body that is wrong and a purpose that does not fit are refused alike', async () => {
    const faces: unknown[][] = [];
    for (const item of Object.values(people)) {
      const used = bodyOf([item]);
      await post(used);
      const replies = [
        await post(used),
        await post({ ...bodyOf([item]), remark: 'x' }),
        await post(bodyOf([item], { purpose: 'permit-desk' })),
        await post(bodyOf([item, item], { ticket: bodyOf([item])['ticket'] })),
      ];
      expectProblem(replies[0] as Reply, 409, 'involvement.ticket-spent');
      faces.push(replies.map(faceOf));
    }
    for (const face of faces) expect(face).toEqual(faces[0]);
  });

  it('coverage is the same before and after, however much is registered', async () => {
    const coverage = async (): Promise<unknown> =>
      (JSON.parse((await post(bodyOf([people['nothing'] as ListItem]))).text) as { coverage: unknown }).coverage;
    const before = await coverage();
    await register(mirjam, lists.person('openbare-orde'));
    await register(vera, lists.person(DESK));
    expect(await coverage()).toEqual(before);
  });

  it('budgets are spent alike: each question costs its meters the same', async () => {
    const spent = async (): Promise<number[]> => {
      const { rows } = await town.database.query<{ n: string }>('select day_spent as n from meter order by id');
      return rows.map(({ n }) => Number(n));
    };
    const costs: string[] = [];
    for (const item of Object.values(people)) {
      const before = await spent();
      await post(bodyOf([item]));
      costs.push(JSON.stringify((await spent()).map((sum, i) => sum - (before[i] ?? 0))));
    }
    expect(new Set(costs).size).toBe(1);
  });

  it('there is no door with figures: what everybody may read says the same whatever is asked', async () => {
    const open = async (): Promise<unknown[]> => {
      const paths = ['/health/live', '/health/ready', '/metrics', '/v1/metrics', '/v1/health'];
      return Promise.all(paths.map(async (path) => faceOf(await town.request('GET', path))));
    };
    const before = await open();
    for (const item of Object.values(people)) await post(bodyOf([item], { emergency: 'fire-or-collapse' }));
    expect(await open()).toEqual(before);
  });

  it('registering where something is hidden is answered like registering anywhere', async () => {
    const faces: unknown[] = [];
    for (const item of Object.values(people)) {
      const one = same(item, 'wijkteam-liendert', { id: randomUUID() });
      const reply = await town.request('POST', '/v1/registrations', { as: bilal, json: lists.body(bilal, [one]) });
      faces.push({
        ...(faceOf(reply) as object),
        text: reply.text.replace(one.id, 'ID').replace(/"receipt":"[\w-]+"/, ''),
      });
    }
    for (const face of faces) expect(face).toEqual(faces[0]);
  });
});

describe('the work per subject', () => {
  /** Counts what is opened; opens it all the same. */
  class CountingKey extends StorageKey {
    openings = 0;
    override openLink(...given: Parameters<StorageKey['openLink']>): OpenLink {
      this.openings++;
      return super.openLink(...given);
    }
  }

  it('is as many openings for nothing as for anything up to four links, and goes in steps after that', async () => {
    const test = await startTestDatabase();
    try {
      const database = await test.open(2);
      const key = new CountingKey(Buffer.alloc(32, 7));
      await database.query(`insert into department (code, name, domain) values ('noord', 'Noord', 'care')`);
      await database.query(
        `insert into team (code, department, name, phone, email, hours) values ('een', 'noord', 'Een', '033-1', 'e@n.nl', '[]')`,
      );
      const slotWith = async (links: number): Promise<Buffer> => {
        const slot = key.slotOf('nl-bsn', '2026-1', Buffer.alloc(32, links + 1));
        for (let i = 0; i < links; i++) {
          const [id, link] = [randomUUID(), randomUUID()];
          await database.query(
            `insert into involvement (id, team, registered_on, expires_on, notice, sealed)
             values ($1, 'een', current_date, current_date + 1, 'given', '')`,
            [id],
          );
          await database.query('insert into link (id, slot, sealed) values ($1, $2, $3)', [
            link,
            slot,
            key.sealLink(slot, link, id, 'subject', i % 2 === 0 ? 'closed' : undefined),
          ]);
        }
        return slot;
      };
      const lookup = new Lookup(poolOf(database), key);
      const openings = new Map<number, number>();
      for (const links of [0, 1, 2, 3, 4, 5, 8, 9]) {
        const slot = await slotWith(links);
        const before = key.openings;
        const { subjects } = await lookup.find([[slot]]);
        expect(subjects[0]).toHaveLength(links);
        openings.set(links, key.openings - before);
      }
      expect([0, 1, 2, 3, 4].map((links) => openings.get(links))).toEqual(Array(5).fill(OPENINGS));
      expect([5, 8, 9].map((links) => openings.get(links))).toEqual([8, 8, 12]);
    } finally {
      await test.stop();
    }
  });
});
