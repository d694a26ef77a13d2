import type { Contact, Inquiry } from '#client/browser';
import { Problem } from '#problem';
import { readList } from '../worker/address-list';
import { csvOf, downloadRows } from './csv';
import { type Entry, judge, type Question, questionsIn } from './lines';
import { EVERYTHING, shownRows } from './rows';
import { type Answered, askInParts, howManyFit, IN_ONE_PART } from './run';

const entriesOf = async (text: string): Promise<readonly Entry[]> =>
  (await readList(text)).map((line) => ({ ...line, open: false }));
const questionsOf = async (text: string, building = false): Promise<readonly Question[]> =>
  questionsIn(judge(await entriesOf(text), building));
const numbers = (count: number): string => Array.from({ length: count }, (_, i) => `3899 ZZ ${i + 1}`).join('\n');

const contact = (changes: Partial<Contact> = {}): Contact => ({
  team: 'Wijkteam Liendert',
  department: 'Sociaal domein',
  phone: '033-000 00 12',
  email: 'liendert@amersfoort.example',
  reachable: true,
  via: 'team',
  matched: 'unit',
  ...changes,
});
const inquiry = (count: number, contacts: readonly Contact[] = []): Inquiry => ({
  answers: Array.from({ length: count }, (_, i) => ({ contacts, receipt: `receipt-${i}` })),
  coverage: { connected: 0, departments: [] },
  policy: 1,
});
const problem = (code: string, status: number, detail = {}): Problem =>
  new Problem(code, { status, title: '', advice: '' }, detail);

describe('a line', () => {
  it('that is wrong is never asked', async () => {
    expect(await questionsOf('3899 ZZ\nonzin\n3899 ZZ 1')).toEqual([expect.objectContaining({ lines: [3] })]);
  });

  it('with a number of the BAG is wrong when whole house numbers are asked about', async () => {
    const entries = await entriesOf('0307200000123456\n3899 ZZ 1');
    expect(judge(entries, true).map(({ code }) => code)).toEqual(['tokens.not-an-address', undefined]);
    expect(judge(entries, false).map(({ code }) => code)).toEqual([undefined, undefined]);
  });

  it('that says what an earlier one said is marked, and asked once', async () => {
    const judged = judge(await entriesOf('3899 ZZ 12 a\n3899 ZX 1\nStraatweg 12-A, 3899 ZZ Amersfoort'), false);
    expect(judged.map(({ double }) => double)).toEqual([undefined, undefined, 1]);
    expect(questionsIn(judged).map(({ address, lines }) => [address, lines])).toEqual([
      ['3899 ZZ 12 A', [1, 3]],
      ['3899 ZX 1', [2]],
    ]);
  });

  it('with another unit of the same number is the same question about the whole number, and no other time', async () => {
    const text = '3899 ZZ 12 A\n3899 ZZ 12 B\n3899 ZZ 12';
    expect((await questionsOf(text, true)).map(({ address, lines }) => [address, lines])).toEqual([
      ['3899 ZZ 12', [1, 2, 3]],
    ]);
    expect(await questionsOf(text)).toHaveLength(3);
  });
});

describe('a list is asked in parts', () => {
  const run = async (
    questions: readonly Question[],
    ask: (size: number, turn: number) => Inquiry | Problem,
    { building = false, stopAfter = Infinity } = {},
  ) => {
    const answered: Answered[] = [];
    const sizes: number[] = [];
    const refused = await askInParts({
      questions,
      building,
      ask: (subjects) => {
        sizes.push(subjects.length);
        const reply = ask(subjects.length, sizes.length);
        return reply instanceof Problem ? Promise.reject(reply) : Promise.resolve(reply);
      },
      onPart: (part) => answered.push(...part),
      stopped: () => sizes.length >= stopAfter,
    });
    return { answered, sizes, refused };
  };

  it('a part that is refused is answered for nobody, and nothing is asked after it', async () => {
    const questions = await questionsOf(numbers(30));
    const offline = problem('client.index-unreachable', 503);
    const { answered, sizes, refused } = await run(questions, (size, turn) => (turn === 2 ? offline : inquiry(size)));
    expect([answered.length, sizes, refused]).toEqual([IN_ONE_PART, [10, 10], offline]);
  });

  it('a fault of our own is no refusal', async () => {
    const questions = await questionsOf(numbers(3));
    const ask = (): Promise<Inquiry> => Promise.reject(new TypeError('ours'));
    const run = { questions, building: false, ask, onPart: () => undefined, stopped: () => false };
    await expect(askInParts(run)).rejects.toThrow(TypeError);
  });

  it('stops after the part that is under way', async () => {
    const { answered, refused } = await run(await questionsOf(numbers(30)), (size) => inquiry(size), { stopAfter: 2 });
    expect([answered.length, refused]).toEqual([20, undefined]);
  });

  it('each address has the answer of its own place', async () => {
    const { answered, sizes } = await run(await questionsOf(numbers(23)), (size) => inquiry(size));
    expect(sizes).toEqual([10, 10, 3]);
    expect(answered.map(({ address }) => address)).toEqual(numbers(23).split('\n'));
    expect(answered.map(({ answer }) => answer.receipt).slice(9, 12)).toEqual(['receipt-9', 'receipt-0', 'receipt-1']);
  });

  it('what is left of a budget is used for a smaller part, once', async () => {
    const spent = problem('custodian.budget-spent', 429, { left: 4, retryAfterSeconds: 60 });
    const { answered, sizes, refused } = await run(await questionsOf(numbers(30)), (size, turn) =>
      turn === 2 ? spent : inquiry(size),
    );
    expect([answered.length, sizes, refused]).toEqual([14, [10, 10, 4], spent]);
  });

  it.each([
    ['nothing is left', 'custodian.budget-spent', { left: 0 }, false, 0],
    ['no figure is told', 'custodian.budget-spent', {}, false, 0],
    ['it is no budget', 'custodian.busy', { left: 4 }, false, 0],
    ['units count twice at the custodian', 'custodian.budget-spent', { left: 4 }, false, 3],
    ['units count once at the index', 'involvement.budget-spent', { left: 4 }, false, 4],
    ['a whole number counts once at the custodian', 'custodian.budget-spent', { left: 2 }, true, 2],
    ['a whole number counts for five at the index', 'involvement.budget-spent', { left: 14 }, true, 2],
    ['all would fit, and yet it was refused', 'custodian.budget-spent', { left: 99 }, false, 0],
  ])('how many fit: %s', async (_, code, detail, building, expected) => {
    const part = await questionsOf('3899 ZZ 1\n3899 ZZ 2\n3899 ZZ 3A\n3899 ZZ 4\n3899 ZZ 5');
    expect(howManyFit(part, problem(code, 429, detail), building)).toBe(expected);
  });
});

const answeredOf = async (text: string, contacts: (place: number) => readonly Contact[]): Promise<Answered[]> =>
  (await questionsOf(text)).map((question, place) => ({
    ...question,
    answer: { contacts: contacts(place), receipt: `receipt-${place}` },
    at: Date.UTC(2026, 10, 27, 9),
  }));

it('rows are filtered by a contact point and by team or department, without accents or case, and keep their order', async () => {
  const rows = await answeredOf(numbers(4), (place) =>
    place === 1 ? [contact({ team: 'Wijkteam Café' })] : place === 3 ? [contact({ department: 'Jeugd' })] : [],
  );
  const shown = (filter: object): string[] =>
    shownRows(rows, { ...EVERYTHING, ...filter }).map(({ address }) => address.slice(-1));
  expect(shown({})).toEqual(['1', '2', '3', '4']);
  expect(shown({ onlyFound: true })).toEqual(['2', '4']);
  expect(shown({ team: ' CAFE ' })).toEqual(['2']);
  expect(shown({ team: 'jeugd' })).toEqual(['4']);
  expect(shown({ team: 'politie' })).toEqual([]);
});

describe('the download', () => {
  const words = {
    line: 'Regel',
    address: 'Adres',
    outcome: 'Uitkomst',
    askedAt: 'Gevraagd op',
    complete: 'Hoe compleet',
    callFirst: 'Eerst afstemmen',
    nothingToSee: 'Geen contactpunten die u nu mag zien',
    notAsked: 'Niet gevraagd',
  };
  const download = async (withAddresses: boolean) => {
    const text = '3899 ZZ 1\n3899 ZZ 2\nJansen 0612345678\n3899 ZZ 1\n3899 ZZ 9';
    const judged = judge(await entriesOf(text), false);
    const answered = (await answeredOf(text, (place) => (place === 0 ? [contact(), contact()] : []))).slice(0, 2);
    return downloadRows({
      judged,
      answered,
      words,
      coverage: '14 van 16 afdelingen zijn aangesloten.',
      moment: (at) => new Date(at).toISOString(),
      withAddresses,
    });
  };

  it('holds no team, telephone number or address for mail, nothing that was not understood, and never says nobody', async () => {
    const text = csvOf(await download(true));
    for (const kept of ['Liendert', 'Sociaal', '033', '@', 'Jansen', '0612345678', 'receipt', 'niemand', 'nobody'])
      expect(text).not.toContain(kept);
  });

  it('says for each line of the list what to do, and how complete that is', async () => {
    const complete = '14 van 16 afdelingen zijn aangesloten.';
    const at = '2026-11-27T09:00:00.000Z';
    expect(await download(true)).toEqual([
      ['Regel', 'Adres', 'Uitkomst', 'Gevraagd op', 'Hoe compleet'],
      ['1', '3899 ZZ 1', 'Eerst afstemmen', at, complete],
      ['2', '3899 ZZ 2', 'Geen contactpunten die u nu mag zien', at, complete],
      ['3', '', 'Niet gevraagd', '', ''],
      ['4', '3899 ZZ 1', 'Eerst afstemmen', at, complete],
      ['5', '3899 ZZ 9', 'Niet gevraagd', '', ''],
    ]);
  });

  it('can leave the addresses out', async () => {
    const rows = await download(false);
    expect(rows.every((cells) => cells.length === 4)).toBe(true);
    expect(csvOf(rows)).not.toContain('3899');
  });
});

describe('a CSV', () => {
  it.each(['=1+1', '+31', '-1', '@SUM(A1)', '\t=1+1', ' =1+1', '|cmd', '\u200e=1+1', '\r\n=1'])(
    'never begins a cell with a formula: %j',
    (text) => expect(csvOf([[text]])).toMatch(/^\ufeff"?'/),
  );

  it('keeps one row to one line, whatever stands in a cell', () => {
    const text = csvOf([['a;b', 'c"d', 'e\r\nf', 'g\u2028h', '\u202ei']]);
    expect(text).toBe('\ufeff"a;b";"c""d";e f;g h;" i"\r\n');
  });

  it('begins with the mark by which spreadsheets know UTF-8', () => {
    const bytes = new TextEncoder().encode(csvOf([['é']]));
    expect([...bytes]).toEqual([0xef, 0xbb, 0xbf, 0xc3, 0xa9, 0x0d, 0x0a]);
  });
});
