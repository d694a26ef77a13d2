import { today } from './days';
import { columnsOf } from './columns';
import { STATUS } from './involvements';
import { LineReader } from './line';
import { makePlan } from './plan';
import type { Profile } from './profile';
import { Rejected } from './rejected';
import { Source } from './source';
import { State } from './state';
import { fileWith, newFolder, refusalOf } from './testing';
import { type Plan, unusual } from './unusual';

const NOTHING: Plan = {
  ...{ lines: 100, rejected: 0, stood: 100, unchanged: 100, additions: 0, ends: 0, renewals: 0, rotating: 0, again: 0 },
};

describe('what asks for approval', () => {
  it.each([
    ['nothing that changes', {}, []],
    ['exactly a fifth of additions', { additions: 20 }, []],
    ['one addition more', { additions: 21 }, ['additions']],
    ['exactly a fifth of ends', { ends: 20 }, []],
    ['one end more', { ends: 21 }, ['ends']],
    ['exactly a fifth of lines rejected', { rejected: 20 }, []],
    ['one rejected line more', { rejected: 21 }, ['rejected']],
    ['a first delivery of one line', { stood: 0, additions: 1 }, ['additions']],
    ['a first delivery of no line at all', { stood: 0, lines: 0 }, ['additions']],
    ['everything', { additions: 99, ends: 99, rejected: 99 }, ['additions', 'ends', 'rejected']],
    ['a file of nothing but wrong lines', { stood: 0, lines: 1, rejected: 1 }, ['rejected']],
    ['a new epoch, in which everything is sent again', { rotating: 100 }, []],
    ['renewal of everything', { renewals: 100, again: 100 }, []],
  ])('%s', (_what, figures, expected) => {
    expect(unusual({ ...NOTHING, ...figures })).toEqual(expected);
  });
});

const OURS = { clientId: 'koppeling-wijk', rootKey: 'root' };
const TEAMS = [{ code: 'wijkteam-noord', name: 'Wijkteam Noord' }];

/** Plans a file; everything that is planned stands afterwards, for so many days out of so many. */
async function plan(
  state: State,
  rows: readonly string[],
  epoch = '2026-1',
  term: [number, number] = [365, 365],
  most?: number,
) {
  const source = await Source.open(fileWith(rows.join('\r\n')));
  const profile: Profile = { team: 'wijkteam-noord' };
  const reader = new LineReader({ columns: columnsOf(source.header, profile), profile, teams: TEAMS, demo: true });
  const rejected = new Rejected(newFolder(), source.header, source.delimiter, () => '');
  try {
    const figures = await makePlan({ source, reader, state, rejected }, state.numberOf(epoch), () => undefined, most);
    const { table } = state;
    for (const place of table.places()) {
      if (!table.has(place, 'seen') || table.has(place, 'superseded')) table.setStatus(place, STATUS.gone);
      else if (table.statusOf(place) === STATUS.planned) {
        table.setTerm(place, today() + term[0], term[1]);
        table.setStatus(place, STATUS.standing);
      }
      for (const mark of ['seen', 'queued', 'superseded'] as const) table.unmark(place, mark);
    }
    return figures;
  } finally {
    await source.close();
  }
}

const HEADER = 'KvK-nummer;Postcode;Huisnummer';
const FIVE = [1, 2, 3, 4, 5].map((i) => `1234567${i};3899 ZZ;${i}`);

describe('a plan', () => {
  it('of a first delivery is additions alone, each subject once', async () => {
    const figures = await plan(State.forgotten(OURS), [HEADER, ...FIVE, FIVE[0]!]);
    expect(figures).toMatchObject({ lines: 6, stood: 0, additions: 10, ends: 0, unchanged: 0 });
  });

  it('of the same file is nothing, of a difference that difference', async () => {
    const state = State.forgotten(OURS);
    await plan(state, [HEADER, ...FIVE]);
    expect(await plan(state, [HEADER, ...FIVE])).toMatchObject({ stood: 10, unchanged: 10, additions: 0, ends: 0 });
    const other = [HEADER, ...FIVE.slice(1), '12345679;;'];
    expect(await plan(state, other)).toMatchObject({ stood: 10, unchanged: 8, additions: 1, ends: 2 });
  });

  it('does not take a line that is rejected for ended, as far as it can be read', async () => {
    const state = State.forgotten(OURS);
    await plan(state, [HEADER, ...FIVE]);
    const typo = [HEADER, '12345671;38 ZZ;1', ...FIVE.slice(1)];
    expect(await plan(state, typo)).toMatchObject({ rejected: 1, stood: 10, unchanged: 10, ends: 0 });
  });

  it('renews from half of the period on, and registers what ran out again', async () => {
    const state = State.forgotten(OURS);
    await plan(state, [HEADER, FIVE[0]!], '2026-1', [183, 365]);
    expect(await plan(state, [HEADER, FIVE[0]!])).toMatchObject({ unchanged: 2, renewals: 0 });
    const half = State.forgotten(OURS);
    await plan(half, [HEADER, FIVE[0]!], '2026-1', [182, 365]);
    expect(await plan(half, [HEADER, FIVE[0]!])).toMatchObject({ unchanged: 2, renewals: 2 });
    const over = State.forgotten(OURS);
    await plan(over, [HEADER, FIVE[0]!], '2026-1', [-1, 365]);
    expect(await plan(over, [HEADER, FIVE[0]!])).toMatchObject({ stood: 0, unchanged: 0, again: 2, additions: 0 });
  });

  it('of a new epoch sends everything again, and asks nobody for that', async () => {
    const state = State.forgotten(OURS);
    await plan(state, [HEADER, ...FIVE]);
    const figures = await plan(state, [HEADER, ...FIVE], '2026-2');
    expect(figures).toMatchObject({ stood: 10, rotating: 10, additions: 0, ends: 0 });
    expect(unusual(figures)).toEqual([]);
    expect(await plan(state, [HEADER, ...FIVE], '2026-2')).toMatchObject({ stood: 10, unchanged: 10, rotating: 0 });
  });

  it('of more involvements than one connection may have is refused, and of exactly so many is not', async () => {
    const figuresOf = async (most: number) =>
      plan(State.forgotten(OURS), [HEADER, ...FIVE, FIVE[0]!], '2026-1', [9, 9], most);
    expect(await refusalOf(() => figuresOf(9))).toBe('connector.too-many');
    expect(await figuresOf(10)).toMatchObject({ additions: 10 });
  });
});
