import { createHash } from 'node:crypto';
import { ENTRY_BYTES, Involvements, MOST_INVOLVEMENTS, STATUS } from './involvements';
import { refusalOf } from './testing';

const keyOf = (i: number): Buffer => createHash('sha256').update(String(i)).digest().subarray(0, 16);

describe('the involvements of a connection', () => {
  it('are found by key and epoch, also among many, and nothing else is', () => {
    const table = new Involvements();
    const places = Array.from({ length: 20_000 }, (_, i) => table.add(keyOf(i), i % 2));
    expect(table.size).toBe(20_000);
    expect(places.every((place, i) => table.find(keyOf(i), i % 2) === place)).toBe(true);
    expect(places.some((_, i) => table.find(keyOf(i), 1 - (i % 2)) >= 0)).toBe(false);
    expect(table.find(keyOf(20_000), 0)).toBe(-1);
  });

  it('whose keys begin alike are told apart', () => {
    const table = new Involvements();
    const alike = Array.from({ length: 50 }, (_, i) => Buffer.from([0, 0, 0, 0, ...keyOf(i).subarray(4)]));
    const places = alike.map((key) => table.add(key, 0));
    expect(alike.map((key) => table.find(key, 0))).toEqual(places);
  });

  it('keep their place, id, term and minute while others come', () => {
    const table = new Involvements();
    const place = table.add(keyOf(0), 3);
    const id = keyOf(77);
    table.setId(place, id);
    table.setTerm(place, 65_535, 365);
    table.setMinute(place, 70_000);
    table.setStatus(place, STATUS.standing);
    for (let i = 1; i < 10_000; i++) table.add(keyOf(i), 3);
    expect(table.find(keyOf(0), 3)).toBe(place);
    expect(table.idOf(place)).toEqual(id);
    expect(table.termOf(place)).toEqual({ expires: 65_535, period: 365 });
    expect([table.minuteOf(place), table.epochOf(place), table.statusOf(place)]).toEqual([4_464, 3, STATUS.standing]);
    expect(table.statusOf(place + 1)).toBe(STATUS.planned);
  });

  it('have marks that do not touch each other or the status', () => {
    const table = new Involvements();
    const place = table.add(keyOf(0), 0);
    for (const mark of ['seen', 'queued', 'address', 'superseded'] as const) {
      table.mark(place, mark);
      table.setStatus(place, STATUS.uncertain);
      expect([table.has(place, mark), table.statusOf(place)]).toEqual([true, STATUS.uncertain]);
      table.unmark(place, mark);
      expect([table.has(place, mark), table.statusOf(place)]).toEqual([false, STATUS.uncertain]);
    }
  });

  it('of an owner are all her addresses, each once, and an address has none', () => {
    const table = new Involvements();
    const [owner, one, two, other] = [0, 1, 2, 3].map((i) => table.add(keyOf(i), 0)) as [
      number,
      number,
      number,
      number,
    ];
    for (const address of [one, two, one]) table.give(address, owner);
    expect([...table.addressesOf(owner)].sort()).toEqual([one, two]);
    expect([table.ownerOf(one), table.ownerOf(two), table.ownerOf(other)]).toEqual([owner, owner, -1]);
    expect([...table.addressesOf(one), ...table.addressesOf(other)]).toEqual([]);
  });

  it('that are gone are not walked over', () => {
    const table = new Involvements();
    const places = [0, 1, 2].map((i) => table.add(keyOf(i), 0));
    table.setStatus(places[1]!, STATUS.gone);
    expect([...table.places()]).toEqual([places[0], places[2]]);
  });

  it('that are kept lose the marks of the run, keep their owner, and are chained again', () => {
    const table = new Involvements();
    const [gone, owner, address] = [0, 1, 2].map((i) => table.add(keyOf(i), 0)) as [number, number, number];
    table.mark(owner, 'seen');
    table.mark(address, 'queued');
    table.give(address, owner);
    const again = new Involvements();
    for (const place of [owner, address]) again.append(table.entryAt(place, (before) => before - (gone + 1)));
    again.link();
    expect([...again.addressesOf(0)]).toEqual([1]);
    expect([again.has(0, 'seen'), again.has(1, 'queued'), again.has(1, 'address')]).toEqual([false, false, true]);
    expect([again.find(keyOf(1), 0), again.find(keyOf(2), 0)]).toEqual([0, 1]);
  });

  it('take less than 80 bytes each, and more than twice a million are refused', async () => {
    const table = new Involvements();
    const key = Buffer.alloc(16);
    const before = process.memoryUsage().arrayBuffers;
    const fill = (to: number): void => {
      for (let i = table.size; i < to; i++) {
        // Spread as hashes are (Knuth, multiplicative).
        key.writeUInt32LE(Math.imul(i, 2_654_435_761) >>> 0);
        key.writeUInt32LE(i, 4);
        table.add(key, 0);
      }
    };
    fill(2 * MOST_INVOLVEMENTS);
    global.gc?.();
    expect(ENTRY_BYTES).toBe(48);
    expect((process.memoryUsage().arrayBuffers - before) / table.size).toBeLessThan(80);
    expect(await refusalOf(() => fill(2 * MOST_INVOLVEMENTS + 1))).toBe('connector.too-many');
    expect(table.size).toBe(2 * MOST_INVOLVEMENTS);
  });
});
