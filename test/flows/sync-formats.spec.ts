import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { asPerson } from '#local';
import { identifierOf, readAddress } from '#tokens';
import { Depot, numbers, TEAM } from '../support/deliveries';
import { inFolder, Needles, spellingsOf } from '../support/needles';

// Exports of any make are one and the same delivery; servers that are away; and what is left behind on the machine.

let depot: Depot;
const people = numbers(20);
const rows = people.map((bsn, i) => [bsn, '3899 ZV', String(i + 1), `Straße des Café n° ${i}`]);
const header = ['BSN', 'Postcode', 'Huisnummer', 'Toelichting één'];
const csv = (delimiter: string): string =>
  [header, ...rows].map((cells) => cells.join(delimiter)).join('\r\n') + '\r\n';
/** All that was said in this file, to search at the end. */
let said = '';

beforeAll(async () => {
  depot = await Depot.open();
  depot.write('export.csv', csv(';'));
  expect(await depot.sync('--approve')).toMatchObject({ code: 0, json: { registered: 40 } });
});
afterAll(() => depot?.close());

async function found(asked: string): Promise<number> {
  const bilal = await asPerson(depot.stack, 'bilal');
  const subject = asked.includes(' ') ? readAddress(asked) : identifierOf('nl-bsn', asked);
  const { answers } = await bilal.ask({ purpose: 'home-visit', subjects: [subject] });
  return answers[0]?.contacts.length ?? -1;
}

describe('the same caseload', () => {
  const utf16 = Buffer.from(`\ufeff${csv('\t')}`, 'utf16le');
  it.each([
    ['in Windows-1252 with semicolons', Buffer.from(csv(';'), 'latin1'), 'windows-1252', 'puntkomma'],
    ['in UTF-16 with tabs', utf16, 'utf-16le', 'tab'],
    ['in UTF-16 of the other kind', Buffer.from(utf16).swap16(), 'utf-16be', 'tab'],
    ['in UTF-8 with a mark and commas', Buffer.from(`\ufeff${csv(',')}`), 'utf-8', 'komma'],
    ['in UTF-8 with pipes', Buffer.from(csv('|')), 'utf-8', 'streep (|)'],
  ])('%s is nothing new', async (_how, bytes, encoding, delimiter) => {
    depot.write('export.csv', bytes);
    const { code, out, remarks } = await depot.run('sync', 'export.csv', '--team', TEAM);
    said += out + remarks;
    expect(remarks).toContain(`Bestand: ${encoding}, gescheiden door ${delimiter}.`);
    expect(remarks).toContain(
      'Herkend: BSN (kolom 1), Postcode (kolom 2), Huisnummer (kolom 3); 1 andere niet gebruikt.',
    );
    expect(out).toMatch(/Geregistreerd: 0\n.*\n.*\n {2}Hetzelfde: {5}40\n/);
    expect(code).toBe(0);
  });

  it('under other names, told by a profile, is nothing new', async () => {
    const other = csv(';')
      .replace(header.join(';'), 'Klantnr;PC;Nr;Afd')
      .replaceAll(/Straße[^\r]*/g, 'SHV');
    depot.write('export.csv', other);
    depot.write(
      'profile.json',
      JSON.stringify({
        columns: { bsn: 'Klantnr', postcode: 'PC', number: 'Nr', team: 'Afd' },
        team: { values: { SHV: TEAM } },
      }),
    );
    const { code, json } = await depot.run('sync', 'export.csv', '--profile', 'profile.json', '--json');
    expect([code, json]).toEqual([0, expect.objectContaining({ unchanged: 40, registered: 0, ended: 0 })]);
  });

  it('by BAG id, looked up in an extract, is nothing new', async () => {
    const idOf = (i: number): string => `03072000${String(i + 1).padStart(8, '0')}`;
    depot.export(
      people.map((bsn, i) => `${bsn};${idOf(i)}`),
      'BSN;Nummeraanduiding',
    );
    const extract = people.map((_, i) => `${idOf(i)},3899ZV,${i + 1},,`);
    depot.write(
      'bag.csv',
      ['nummeraanduiding_id,postcode,huisnummer,huisletter,huisnummertoevoeging', ...extract].join('\n'),
    );
    const { code, json } = await depot.sync('--bag', 'bag.csv');
    expect([code, json]).toEqual([0, expect.objectContaining({ unchanged: 40, registered: 0, ended: 0 })]);
  });
});

const AWAY = 'Een dienst antwoordt niet.';

describe('a server that is away in the middle of a delivery', () => {
  const more = numbers(160, 999_993_000);
  it.each([
    ['custodian', more.slice(0, 80)],
    ['index', more],
  ] as const)('the %s: the delivery waits, says so, and ends exactly', async (part, added) => {
    const caseload = [
      ...rows.map(([bsn, postcode, number]) => `${bsn};${postcode} ${number}`),
      ...added.map((bsn) => `${bsn};`),
    ];
    depot.export(caseload, 'BSN;Adres');
    const delivery = depot.start(['sync', 'export.csv', '--team', TEAM, '--approve']);
    await depot.underWay(delivery);
    await depot.stack.part(part)?.kill();
    // On a slow machine it takes a while until the delivery needs that server again.
    for (let turn = 0; turn < 600 && !delivery.remarks().includes(AWAY); turn++) await wait(100);
    await depot.stack.restart(part);
    const { code, out, remarks } = await delivery.ended;
    said += out + remarks;
    expect(remarks).toContain(AWAY);
    expect(code).toBe(0);
    expect(await depot.standing()).toBe(40 + added.length);
    expect([await found(added[0]!), await found(added.at(-1)!), await found('3899 ZV 3')]).toEqual([1, 1, 1]);
    expect((await depot.sync()).json).toMatchObject({ registered: 0, ended: 0, evaluations: 0 });
  });
});

it('nothing of whom it was about is in what was said, in what is remembered, or in a log of a server', () => {
  const needles = new Needles();
  const spelled = (name: string, text: string): void => {
    for (const [form, bytes] of spellingsOf(text)) needles.add(`${name}, ${form}`, bytes);
  };
  people.forEach((bsn, i) => {
    spelled(`number ${i}`, bsn);
    spelled(`number ${i} in groups`, `${bsn.slice(0, 4)}.${bsn.slice(4, 6)}.${bsn.slice(6)}`);
    spelled(`line ${i}`, `nl-bsn:${bsn}`);
    spelled(`address ${i}`, `nl-adres:3899ZV/${i + 1}/`);
  });
  for (const text of ['3899ZV', '3899 ZV', '3899zv']) spelled(`postcode ${text}`, text);
  expect(needles.in(Buffer.from(`x ${people[0]} x`))).not.toEqual([]);
  expect(said.length).toBeGreaterThan(1_000);
  expect(needles.in(Buffer.from(said))).toEqual([]);
  expect(readdirSync(depot.state).sort()).toEqual(['journal', 'key', 'state']);
  expect(readFileSync(join(depot.state, 'state')).length).toBeGreaterThan(48 * 200);
  expect(inFolder(needles, depot.state)).toEqual([]);
  expect(inFolder(needles, depot.stack.logFolder)).toEqual([]);
});
