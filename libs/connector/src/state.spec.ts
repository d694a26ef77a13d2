import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATUS } from './involvements';
import { State } from './state';
import { newFolder, refusalOf } from './testing';

const OURS = { clientId: 'koppeling-wijk', rootKey: 'root' };
const TODAY = 20_000;
const nameOf = (i: number): Buffer => createHash('sha256').update(`name ${i}`).digest().subarray(0, 16);
const idOf = (i: number): Buffer => createHash('sha256').update(`id ${i}`).digest().subarray(0, 16);

/** What somebody would notice of it. */
function contentsOf({ table }: State): object[] {
  return [...table.places()].map((place) => ({
    name: table.keyOf(place).toString('hex'),
    id: table.idOf(place).toString('hex'),
    status: table.statusOf(place),
    ...table.termOf(place),
    epoch: table.epochOf(place),
    owner: table.has(place, 'address') ? table.ownerOf(place) : -1,
  }));
}

function intend(state: State, numbers: readonly number[]): number[] {
  const places = numbers.map((i) => {
    const place = state.table.add(nameOf(i), state.numberOf('2026-1'));
    state.table.setId(place, idOf(i));
    state.table.setMinute(place, 17);
    state.table.setStatus(place, STATUS.uncertain);
    return place;
  });
  state.journal.intend(state.table, places);
  return places;
}

function stand(state: State, places: readonly number[]): void {
  for (const place of places) {
    state.table.setTerm(place, TODAY + 365, 365);
    state.table.setStatus(place, STATUS.standing);
  }
  state.journal.stands(state.table, places);
}

/** A folder with so many involvements in the state, and nothing in the journal. */
function saved(count: number): string {
  const folder = newFolder();
  const state = State.open(folder, OURS);
  state.save();
  if (count > 0) stand(state, intend(state, [...Array(count).keys()]));
  state.save();
  state.close();
  return folder;
}

/** A copy in which one file is something else. */
function changed(folder: string, name: string, change: (bytes: Buffer) => Buffer): string {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  writeFileSync(join(copy, name), change(readFileSync(join(folder, name))));
  return copy;
}
const open = (folder: string, belonging = OURS): State => State.open(folder, belonging);
/** As it opens with these bytes in one of its files. */
const openWith = (folder: string, name: string, bytes: Buffer): State => {
  writeFileSync(join(folder, name), bytes);
  return open(folder);
};
const flipped =
  (at: number, bits = 0x01) =>
  (bytes: Buffer): Buffer => {
    const other = Buffer.from(bytes);
    other[at] = other[at]! ^ bits;
    return other;
  };

describe('what is remembered of deliveries', () => {
  it('is refused when it belongs to another connection or another Raakvlak', async () => {
    const folder = saved(3);
    expect(await refusalOf(() => open(folder, { ...OURS, clientId: 'koppeling-jeugd' }))).toBe(
      'connector.state-of-another',
    );
    expect(await refusalOf(() => open(folder, { ...OURS, rootKey: 'other' }))).toBe('connector.state-of-another');
  });

  it('is refused with another key, without a key, and with a key of another length', async () => {
    const folder = saved(3);
    const other = readFileSync(join(saved(0), 'key'));
    expect(await refusalOf(() => open(changed(folder, 'key', () => other)))).toBe('connector.state-refused');
    expect(await refusalOf(() => open(changed(folder, 'key', () => Buffer.from('AAAA\n'))))).toBe(
      'connector.state-refused',
    );
    const without = changed(folder, 'key', (bytes) => bytes);
    rmSync(join(without, 'key'));
    expect(await refusalOf(() => open(without))).toBe('connector.state-refused');
  });

  it('is refused when the state is gone and its journal is still there', async () => {
    const folder = saved(3);
    rmSync(join(folder, 'state'));
    expect(await refusalOf(() => open(folder))).toBe('connector.state-damaged');
  });

  it('is refused when its journal is gone: ids that were sent may have stood in it', async () => {
    const folder = saved(3);
    rmSync(join(folder, 'journal'));
    expect(await refusalOf(() => open(folder))).toBe('connector.state-damaged');
  });

  it('is refused with any one byte of it changed or cut off', async () => {
    const folder = saved(8);
    const copy = changed(folder, 'state', (bytes) => bytes);
    const whole = readFileSync(join(folder, 'state'));
    const { size } = statSync(join(folder, 'state'));
    const answers = new Set<string>();
    for (let at = 0; at < size; at++) {
      answers.add(await refusalOf(() => openWith(copy, 'state', flipped(at, 1 << (at % 8))(whole))));
      answers.add(await refusalOf(() => openWith(copy, 'state', whole.subarray(0, at))));
    }
    expect([...answers].sort()).toEqual(['connector.state-damaged', 'connector.state-refused']);
  });

  it('is refused when pieces of it are left out, exchanged or put behind it', async () => {
    const folder = saved(3000);
    const bytes = readFileSync(join(folder, 'state'));
    const ends = [8];
    while (ends.at(-1)! < bytes.length) ends.push(ends.at(-1)! + 4 + bytes.readUInt32LE(ends.at(-1)!));
    const chunks = ends.slice(1).map((end, i) => bytes.subarray(ends[i], end));
    expect(chunks.length).toBe(4);
    const [magic, header, one, two, last] = [bytes.subarray(0, 8), ...chunks] as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    for (const pieces of [
      [magic, header],
      [magic, header, one, two],
      [magic, header, two, last],
      [magic, header, two, one, last],
      [magic, header, one, two, last, last],
    ]) {
      const answer = await refusalOf(() => open(changed(folder, 'state', () => Buffer.concat(pieces))));
      expect(answer).toMatch(/^connector\.state-(damaged|refused)$/);
    }
  });

  it('comes back as it was, with owners, epochs and approval', () => {
    const folder = newFolder();
    const state = open(folder);
    state.save();
    const [person, address] = intend(state, [1, 2]) as [number, number];
    state.table.give(address, person);
    stand(state, [person, address]);
    state.approve(Buffer.alloc(32, 5));
    state.save();
    state.close();
    const again = open(folder);
    expect(contentsOf(again)).toEqual(contentsOf(state));
    expect([...again.table.addressesOf(again.table.find(nameOf(1), 0))]).toHaveLength(1);
    expect(again.epochs).toEqual(['2026-1']);
    expect([again.isApproved(Buffer.alloc(32, 5)), again.isApproved(Buffer.alloc(32, 6))]).toEqual([true, false]);
    again.finish();
    expect(again.isApproved(Buffer.alloc(32, 5))).toBe(false);
  });

  it('holds no planned and no ended involvement after it is written', () => {
    const folder = saved(2);
    const state = open(folder);
    state.save();
    state.table.add(nameOf(50), 0);
    state.table.setStatus(state.table.find(nameOf(0), 0), STATUS.gone);
    state.save();
    state.close();
    expect(contentsOf(open(folder))).toMatchObject([{ name: nameOf(1).toString('hex') }]);
  });

  it('is named differently in every folder, so that two folders cannot be compared', () => {
    const [one, two] = [open(newFolder()), open(newFolder())];
    const of = (state: State): string =>
      state.nameOf('wijkteam', 'nl-bsn:999993653', undefined, { state: 'given' }, '').toString('hex');
    expect(of(one)).toBe(of(one));
    expect(of(one)).not.toBe(of(two));
  });

  it('stands in files that only their owner can read', () => {
    if (process.platform === 'win32') return;
    const folder = join(newFolder(), 'state');
    const state = open(folder);
    state.save();
    state.close();
    const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
    expect(modes).toEqual([
      ['journal', 0o600],
      ['key', 0o600],
      ['state', 0o600],
    ]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
});

describe('the journal', () => {
  /** Two that stand in the state; then one ends, one is sent and stands, two are sent without an answer. */
  function underWay(): { folder: string; state: State; ends: number[] } {
    const folder = saved(2);
    const state = open(folder);
    state.save();
    const ends: number[] = [];
    const step = (work: () => void): void => {
      work();
      ends.push(statSync(join(folder, 'journal')).size);
    };
    step(() => undefined);
    step(() => {
      state.table.setStatus(0, STATUS.gone);
      state.journal.ended(state.table, [0]);
    });
    let places: number[] = [];
    step(() => (places = intend(state, [10])));
    step(() => stand(state, places));
    step(() => {
      const [person, address] = intend(state, [11, 12]) as [number, number];
      state.table.give(address, person);
      state.journal.intend(state.table, [person, address]);
    });
    state.close();
    return { folder, state, ends };
  }

  it('gives back what happened since the state was written, addresses with their owner', () => {
    const { folder, state } = underWay();
    const sorted = (of: State): object[] => contentsOf(of).map((one) => ({ ...one, owner: undefined }));
    const again = open(folder);
    expect(sorted(again)).toEqual(sorted(state));
    const owner = again.table.find(nameOf(11), 0);
    expect([...again.table.addressesOf(owner)]).toEqual([again.table.find(nameOf(12), 0)]);
    // And once more after it went into the state.
    again.save();
    again.close();
    expect(sorted(open(folder))).toEqual(sorted(state));
  });

  it('that a crash cut short at any byte of its last record is read up to there', () => {
    const { folder, ends } = underWay();
    const [before, size] = [ends.at(-2)!, ends.at(-1)!];
    const expected = contentsOf(open(changed(folder, 'journal', (bytes) => bytes.subarray(0, before))));
    expect(expected).toHaveLength(2);
    const copy = changed(folder, 'journal', (bytes) => bytes);
    const whole = readFileSync(join(folder, 'journal'));
    // The last step wrote two records: the second says again what the first said, with the owner.
    for (let at = before; at < size; at++) {
      const read = contentsOf(openWith(copy, 'journal', whole.subarray(0, at)));
      expect([2, 4]).toContain(read.length);
      expect(read.slice(0, 2)).toEqual(expected);
    }
  });

  it('that a power cut left at its length with a part never written is read up to there', () => {
    const folder = saved(0);
    const state = open(folder);
    state.save();
    intend(state, [1]);
    const from = statSync(join(folder, 'journal')).size;
    intend(
      state,
      [...Array(40).keys()].map((i) => i + 100),
    );
    state.close();
    const zeros = (at: number, to?: number) => (bytes: Buffer) => Buffer.from(bytes).fill(0, at, to);
    for (const change of [zeros(from), zeros(1024, 1536), zeros(1536)]) {
      expect(contentsOf(open(changed(folder, 'journal', change)))).toHaveLength(1);
    }
    const longer = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(4096)]);
    expect(contentsOf(open(changed(folder, 'journal', longer)))).toHaveLength(41);
  });

  it('with any one byte changed is refused, and never read as if less had happened', async () => {
    const { folder } = underWay();
    const copy = changed(folder, 'journal', (bytes) => bytes);
    const whole = readFileSync(join(folder, 'journal'));
    for (let at = 0; at < whole.length; at++) {
      for (const bits of [0x01, 0x80]) {
        const answer = await refusalOf(() => openWith(copy, 'journal', flipped(at, bits)(whole)));
        expect([at, bits, answer]).toEqual([at, bits, 'connector.state-damaged']);
      }
    }
  });

  it('of which a record is left out or exchanged is refused', async () => {
    const { folder, ends } = underWay();
    const records = (bytes: Buffer): Buffer[] => ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
    for (const order of [
      [0, 2, 3, 4],
      [0, 1, 3, 2, 4],
      [0, 1, 1, 2, 3, 4],
    ]) {
      const change = (bytes: Buffer): Buffer => Buffer.concat(order.map((i) => records(bytes)[i]!));
      expect(await refusalOf(() => open(changed(folder, 'journal', change)))).toBe('connector.state-damaged');
    }
  });

  it('of a state before this one is ignored; of a state after this one is refused', async () => {
    const { folder } = underWay();
    const old = readFileSync(join(folder, 'journal'));
    const oldState = readFileSync(join(folder, 'state'));
    const state = open(folder);
    state.save();
    const place = state.table.find(nameOf(10), 0);
    state.table.setStatus(place, STATUS.gone);
    state.save();
    state.close();
    const crashed = changed(folder, 'journal', () => old);
    expect(contentsOf(open(crashed))).toEqual(contentsOf(open(folder)));
    expect(contentsOf(open(crashed))).toHaveLength(3);
    expect(await refusalOf(() => open(changed(folder, 'state', () => oldState)))).toBe('connector.state-damaged');
  });

  it('that could not be written once takes nothing behind it, so that no half record hides a whole one', async () => {
    const folder = saved(1);
    const state = open(folder);
    state.save();
    const journal = state.journal;
    state.close();
    // Its file is closed: every write fails from here, as on a full disk.
    for (const _again of [1, 2]) {
      expect(await refusalOf(() => journal.stands(state.table, [0]))).toBe('connector.state-not-kept');
    }
  });
});

describe('starting over', () => {
  it('replaces also what cannot be read, and remembers until it is done that all must be withdrawn', () => {
    const folder = changed(saved(3), 'state', () => Buffer.from('nothing of use'));
    const planned = State.forgotten(OURS);
    State.startOver(folder, planned);
    planned.save();
    planned.close();
    const again = open(folder);
    expect([again.startingOver, contentsOf(again)]).toEqual([true, []]);
    again.startedOver();
    again.save();
    again.close();
    expect(open(folder).startingOver).toBe(false);
  });
});
