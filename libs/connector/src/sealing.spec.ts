import { randomBytes } from 'node:crypto';
import { Seal } from './sealing';

const key = randomBytes(32);
const seal = new Seal(key, 'state');
const plain = Buffer.from('nothing of anybody');
/** Without the length before it. */
const closed = (place: number, last = false): Buffer => seal.close(plain, place, last).subarray(4);

describe('a sealed piece', () => {
  it.each([
    ['under another key', (piece: Buffer) => new Seal(randomBytes(32), 'state').open(piece, 3)],
    ['of another use', (piece: Buffer) => new Seal(key, 'journal').open(piece, 3)],
    ['at another place', (piece: Buffer) => seal.open(piece, 4)],
    ['as the last one', (piece: Buffer) => seal.open(piece, 3, true)],
    ['that is cut short', (piece: Buffer) => seal.open(piece.subarray(0, -1), 3)],
    ['shorter than a seal', (piece: Buffer) => seal.open(piece.subarray(0, 27), 3)],
    ['of nothing', () => seal.open(Buffer.alloc(0), 3)],
  ])('%s does not open', (_how, open) => {
    expect(open(closed(3))).toBeUndefined();
  });

  it('with any one byte changed does not open', () => {
    const piece = closed(3);
    for (let at = 0; at < piece.length; at++) {
      const other = Buffer.from(piece);
      other[at] = other[at]! ^ 1;
      expect(seal.open(other, 3)).toBeUndefined();
    }
  });

  it('opens at its place, shows nothing of what is in it, and is never the same twice', () => {
    const piece = closed(3, true);
    expect(seal.open(piece, 3, true)).toEqual(plain);
    expect(piece.includes(plain)).toBe(false);
    expect(closed(3)).not.toEqual(closed(3));
    expect(seal.close(plain, 0).readUInt32LE()).toBe(seal.close(plain, 0).length - 4);
  });
});
