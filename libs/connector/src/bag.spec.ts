import { BagExtract } from './bag';
import { fileWith, refusalOf } from './testing';

const WITH = '0307200000408911';
const DAMAGED = '0221200000000008';
const MISSING = '0363200000999999';

async function extracted(contents: string | Uint8Array, ids = [WITH, DAMAGED, MISSING]): Promise<BagExtract> {
  const bag = new BagExtract();
  for (const id of ids) bag.need(id);
  await bag.load(fileWith(contents, 'bag.csv'));
  return bag;
}
const addressOf = (bag: BagExtract, id: string): string => bag.addressOf(id)?.value ?? 'nothing';

/** Columns in another order than ours, one more of them, and lines about others. */
const lines = (delimiter: string, quote = ''): string =>
  [
    ['straat', 'nummeraanduiding_id', 'huisnummer', 'postcode', 'huisletter', 'huisnummertoevoeging'],
    ['Stadhuisplein', WITH, '1', '3811LM', 'a', 'bis'],
    ['Elders', '0307200000408912', '2', '3811LM', '', ''],
    ['Beschadigd', DAMAGED, '1', '0811LM', '', ''],
    ['Te kort', '307200000408911', '9', '3811LM', '', ''],
  ]
    .map((cells) => cells.map((cell) => `${quote}${cell}${quote}`).join(delimiter))
    .join('\r\n');

describe('a BAG extract', () => {
  it.each([
    ['no CSV', 'PK\x03\x04', 'connector.file-is-workbook'],
    ['nothing', '', 'connector.file-empty'],
    ['a column too few', 'nummeraanduiding_id;postcode;huisnummer;huisletter\n', 'connector.bag-columns'],
  ])('with %s is refused', async (_what, contents, code) => {
    expect(await refusalOf(() => extracted(contents))).toBe(code);
  });

  it.each([
    ['semicolons', lines(';')],
    ['commas', lines(',')],
    ['quotation marks', lines(';', '"')],
    ['a byte order mark', `\ufeff${lines(',', '"')}`],
    ['UTF-16', Buffer.from(`\ufeff${lines(';')}`, 'utf16le')],
    ['names in capitals', lines(';').replace('nummeraanduiding_id', 'NUMMERAANDUIDING_ID')],
  ])('with %s is read', async (_what, contents) => {
    const bag = await extracted(contents);
    expect(addressOf(bag, WITH)).toBe('3811LM/1/ABIS');
    expect(addressOf(bag, MISSING)).toBe('nothing');
    expect(await refusalOf(() => bag.addressOf(DAMAGED))).toBe('connector.bag-unknown');
  });

  it('keeps only what is needed: 24 bytes for each id that was asked for', async () => {
    const bag = await extracted(lines(';'), [WITH]);
    expect(bag.size).toBe(1);
    expect(addressOf(bag, '0307200000408912')).toBe('nothing');
    expect(addressOf(bag, DAMAGED)).toBe('nothing');
  });

  it('gives thousands of ids of one municipality each its own address', async () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `03072000${String(i).padStart(8, '0')}`);
    const rows = ids.map((id, i) => `${id};3811LM;${i + 1};;`);
    const bag = await extracted(
      ['nummeraanduiding_id;postcode;huisnummer;huisletter;huisnummertoevoeging', ...rows].join('\n'),
      ids,
    );
    expect(ids.filter((id, i) => addressOf(bag, id) !== `3811LM/${i + 1}/`)).toEqual([]);
  });
});
