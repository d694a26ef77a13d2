import { BagExtract } from './bag';
import { columnsOf } from './columns';
import { LineReader } from './line';
import { type Profile, profileFrom } from './profile';
import { fileWith, refusalOf } from './testing';

const TEAMS = [
  { code: 'wijkteam-noord', name: 'Wijkteam Noord' },
  { code: 'wijkteam-zuid', name: 'Wijkteam Zuid' },
];

function readerFor(header: readonly string[], profile: Profile = { team: 'wijkteam-noord' }, bag?: BagExtract) {
  const columns = columnsOf(header, profile);
  return new LineReader({ columns, profile, teams: TEAMS, demo: true, ...(bag === undefined ? {} : { bag }) });
}

/** What the line is about, or why it is rejected. */
function subjects(header: readonly string[], cells: readonly string[], profile?: Profile, bag?: BagExtract) {
  const { problem, parts } = readerFor(header, profile, bag).understand(cells);
  return problem?.code ?? parts.map(({ subject }) => subject);
}

describe('columns', () => {
  it('are recognised by their Dutch names, without regard to case, spaces and hyphens', () => {
    const header = [
      'Burgerservicenummer',
      'V-nummer',
      'KVK nummer',
      'POSTCODE',
      'Huis nummer',
      'Huisnummer-toevoeging',
    ];
    const { of } = columnsOf([...header, 'Nummeraanduiding', 'Zaaknummer', 'Naam'], {});
    expect([...of]).toEqual([
      ['bsn', 0],
      ['vnr', 1],
      ['kvk', 2],
      ['postcode', 3],
      ['number', 4],
      ['addition', 5],
      ['bag', 6],
      ['caseNumber', 7],
    ]);
  });

  it.each([
    ['no column says whom it is about', ['Zaaknummer', 'Team'], {}, 'connector.no-identifier-column'],
    ['the first line is a line like the others', ['999993653', '3899ZZ'], {}, 'connector.no-identifier-column'],
    ['two columns are for the same', ['BSN', 'Burgerservicenummer'], {}, 'connector.columns-twice'],
    ['a column of the profile is not there', ['BSN'], { columns: { bsn: 'Klant' } }, 'connector.columns-missing'],
  ])('are refused when %s, and nothing of the first line is repeated', async (_why, header, profile, code) => {
    let fault: unknown;
    const given = await refusalOf(() => {
      try {
        columnsOf(header, profile);
      } catch (cause) {
        fault = cause;
        throw cause;
      }
    });
    expect(given).toBe(code);
    expect(JSON.stringify(fault)).not.toContain('999993653');
  });

  it('of a profile are the only ones that count', () => {
    const { of } = columnsOf(['BSN', 'Klantnummer'], { columns: { bsn: 'klantnummer' } });
    expect([...of]).toEqual([['bsn', 1]]);
  });
});

describe('a profile', () => {
  it.each([
    ['a member of another name', { colums: {} }, 'colums'],
    ['a delimiter of two characters', { delimiter: ';;' }, 'delimiter'],
    ['a field that does not exist', { columns: { name: 'Naam' } }, 'columns'],
    ['one column for two fields', { columns: { bsn: 'Nr', vnr: 'Nr' } }, 'columns'],
    ['a team that is no code', { team: { values: { Noord: 'Wijkteam Noord' } } }, 'team'],
    ['a delay without ground', { notice: { state: 'delayed' } }, 'notice'],
    ['an exemption without ground', { notice: { values: { V: 'exempt' } } }, 'notice'],
  ])('with %s is refused, and the member named', async (_what, value, member) => {
    expect(await refusalOf(() => profileFrom(value))).toBe('connector.profile-refused');
    expect(() => profileFrom(value)).toThrow(expect.objectContaining({ detail: { fields: [member] } }));
  });
});

describe('the team', () => {
  it.each([
    ['nobody says which', ['BSN'], {}, 'connector.no-team'],
    ['it is not of this department', ['BSN'], { team: 'openbare-orde' }, 'connector.not-your-team'],
    [
      'the profile leads to another department',
      ['BSN', 'Team'],
      { team: { values: { OO: 'openbare-orde' } } },
      'connector.not-your-team',
    ],
  ])('stops everything when %s', async (_why, header, profile, code) => {
    expect(await refusalOf(() => readerFor(header, profile))).toBe(code);
  });

  it.each([
    ['wijkteam-zuid', 'wijkteam-zuid'],
    ['WIJKTEAM ZUID ', 'wijkteam-zuid'],
    ['zd', 'wijkteam-zuid'],
    ['', 'connector.team-missing'],
    ['Oost', 'connector.team-unknown'],
  ])('of a line: %j gives %s', (text, expected) => {
    const reader = readerFor(['BSN', 'Team'], { team: { values: { ZD: 'wijkteam-zuid' } } });
    const { team, problem } = reader.understand(['999993653', text]);
    expect(problem?.code ?? team).toBe(expected);
  });
});

describe('a line', () => {
  it.each([
    ['with a wrong number', ['BSN'], ['999993654'], 'tokens.bsn-check'],
    ['with a real number in a demonstration', ['BSN'], [['1111', '11110'].join('')], 'tokens.not-a-test-number'],
    ['about nothing', ['BSN', 'Postcode', 'Huisnummer'], ['', '', ''], 'connector.line-empty'],
    ['with another number of columns', ['BSN', 'Postcode'], ['999993653'], 'connector.line-columns'],
    ['with half an address', ['Postcode', 'Huisnummer'], ['3899 ZZ', ''], 'tokens.number-missing'],
    ['with a number and no postcode', ['Postcode', 'Huisnummer'], ['', '12'], 'tokens.postcode-missing'],
    ['with a formula for an address', ['Adres'], ['=3899 ZZ 12'], 'tokens.formula'],
    ['with a BAG id and no extract', ['BAG-id'], ['0307200000408911'], 'connector.bag-extract-needed'],
    ['with a wrong case number', ['BSN', 'Zaaknummer'], ['999993653', 'de heer X'], 'connector.case-number-refused'],
    ['with an unknown notice', ['BSN', 'Kennisgeving'], ['999993653', 'misschien'], 'connector.notice-unknown'],
  ])('%s is rejected', (_what, header, cells, code) => {
    expect(subjects(header, cells)).toBe(code);
  });

  it.each([
    ['BSN alone', ['BSN'], ['999.993.653'], ['nl-bsn:999993653']],
    ['V-number of who has no BSN', ['BSN', 'Vnr'], ['', '1234567890'], ['nl-vnr:1234567890']],
    ['BSN before V-number', ['BSN', 'Vnr'], ['999993653', '1234567890'], ['nl-bsn:999993653']],
    ['business', ['KvK-nummer'], ['12345678'], ['nl-kvk:12345678']],
    ['postcode in lower case', ['Postcode', 'Huisnummer'], ['3899 zz', '12'], ['nl-adres:3899ZZ/12/']],
    ['unit in the number', ['Postcode', 'Huisnummer'], ['3899ZZ', '12-A'], ['nl-adres:3899ZZ/12/A']],
    [
      'unit in columns of its own',
      ['Postcode', 'Huisnummer', 'Huisletter', 'Toevoeging'],
      ['3899ZZ', '12', 'a', 'bis'],
      ['nl-adres:3899ZZ/12/ABIS'],
    ],
    ['an envelope', ['Adres'], ['Industrieweg 12-A\n3899 ZZ Amersfoort'], ['nl-adres:3899ZZ/12/A']],
    ['a street and a postcode', ['Adres', 'Postcode'], ['Industrieweg 12', '3899 ZZ'], ['nl-adres:3899ZZ/12/']],
    [
      'a person at an address',
      ['BSN', 'Postcode', 'Huisnummer'],
      ['999993653', '3899ZZ', '12'],
      ['nl-bsn:999993653', 'nl-adres:3899ZZ/12/'],
    ],
  ])('with %s is understood', (_what, header, cells, expected) => {
    expect(subjects(header, cells)).toEqual(expected);
  });

  it('with one wrong part still tells the part that is right, so that it is not taken for ended', () => {
    const { problem, parts } = readerFor(['BSN', 'Adres']).understand(['999993653', 'onbekend']);
    expect(problem?.code).toBe('tokens.postcode-missing');
    expect(parts.map(({ subject }) => subject)).toEqual(['nl-bsn:999993653']);
  });

  it('may go without a case number of another form when the profile says so', () => {
    const reader = readerFor(['BSN', 'Zaaknummer'], { team: 'wijkteam-noord', caseNumber: 'leave-out' });
    expect(reader.understand(['999993653', 'Z/1'])).toMatchObject({ parts: [{ kind: 'person' }] });
    expect(reader.understand(['999993653', 'Z/1'])).not.toHaveProperty('caseNumber');
    expect(reader.understand(['999993653', 'wt-2026-00123'])).toMatchObject({ caseNumber: 'WT-2026-00123' });
  });

  it('has the notice that the source gives, and pending where it gives none', () => {
    const values = { U: { state: 'delayed', ground: 'ongoing-investigation', reviewOn: '2026-12-31' } };
    const reader = readerFor(['BSN', 'Kennisgeving'], profileFrom({ team: 'wijkteam-noord', notice: { values } }));
    const noticeOf = (word: string) => reader.understand(['999993653', word]).notice;
    expect(noticeOf('ja')).toEqual({ state: 'given' });
    expect(noticeOf('u')).toEqual(values.U);
    expect(noticeOf('')).toEqual({ state: 'pending' });
  });
});

describe('a BAG id', () => {
  const extract = async (ids: readonly string[]): Promise<BagExtract> => {
    const bag = new BagExtract();
    for (const id of ids) bag.need(id);
    await bag.load(
      fileWith(
        [
          'postcode,huisnummer,huisletter,huisnummertoevoeging,straat,nummeraanduiding_id',
          '3811LM,1,,,Stadhuisplein,0307200000408911',
          '1011AB,105,,H,De Ruijterkade,0363200000081085',
          '2631BR,1,a,bis,Straat,0363200000081099',
          ',7,,,Zonder postcode,0221200000000007',
          '0811LM,1,,,Beschadigd,0221200000000008',
          '3811LM,1,,,Te kort,307200000408911',
        ].join('\n'),
      ),
    );
    return bag;
  };

  it.each([
    ['0307200000408911', ['nl-adres:3811LM/1/']],
    ['0363200000081085', ['nl-adres:1011AB/105/H']],
    ['0363200000081099', ['nl-adres:2631BR/1/ABIS']],
    ['0221200000000007', ['nl-bag-na:0221200000000007']],
    ['0221200000000008', 'connector.bag-unknown'],
    ['0363200000999999', 'connector.bag-unknown'],
    ['307200000408911', 'tokens.bag-length'],
    ['0307010000408911', 'tokens.bag-verblijfsobject'],
  ])('%s gives %j', async (id, expected) => {
    const header = ['Nummeraanduiding'];
    const bag = await extract(/^\d{16}$/.test(id) ? [id] : []);
    expect(subjects(header, [id], undefined, bag)).toEqual(expected);
  });

  it('is kept only when it is needed', async () => {
    const bag = await extract(['0307200000408911']);
    expect(bag.size).toBe(1);
    expect(bag.addressOf('0363200000081085')).toBeUndefined();
  });

  it('of many is found among many', () => {
    const bag = new BagExtract();
    for (let i = 0; i < 5000; i++) bag.need(`03072000${String(i).padStart(8, '0')}`);
    bag.need('0307200000000001');
    expect(bag.size).toBe(5000);
  });

  it('needs an extract with the right columns', async () => {
    const bag = new BagExtract();
    expect(await refusalOf(() => bag.load(fileWith('id;postcode\n1;2\n')))).toBe('connector.bag-columns');
  });
});
