import { bestStretch, fastLibrary, stretchAnywhere, stretchFast } from './native-stretch';
import { STRETCH_FLOOR } from './stretch';
import { bytesFor } from './testing';

describe('the two stretch libraries of Node', () => {
  const fast = fastLibrary();

  it('are both there on the platforms that we test on', () => {
    expect(fast).toBeDefined();
  });

  it.each([STRETCH_FLOOR, { memoryKiB: 19457, passes: 2, lanes: 1 }, { memoryKiB: 32768, passes: 3, lanes: 1 }])(
    'give the same 32 bytes: %j',
    async (parameters) => {
      for (const label of ['one', 'two', 'three']) {
        const salted = { ...parameters, salt: bytesFor(`salt of ${label}`, 16) };
        const output = bytesFor(label, 64);
        const bytes = await stretchAnywhere(output, salted);
        expect(bytes).toHaveLength(32);
        expect(await stretchFast(fast!)(output, salted)).toEqual(bytes);
        expect(output).toEqual(bytesFor(label, 64));
      }
    },
  );

  it('take a window on a larger buffer for what it is', async () => {
    const wide = new Uint8Array(96).fill(9);
    wide.set(bytesFor('window', 64), 16);
    const salted = { ...STRETCH_FLOOR, salt: bytesFor('salt', 16) };
    const expected = await stretchAnywhere(bytesFor('window', 64), salted);
    expect(await stretchFast(fast!)(wide.subarray(16, 80), salted)).toEqual(expected);
    expect(await stretchAnywhere(wide.subarray(16, 80), salted)).toEqual(expected);
  });

  it('stand in for each other: where the first has no binary, the second is used', async () => {
    const missing = (): never => {
      throw new Error('no binary for this platform');
    };
    expect(bestStretch(missing)).toBe(stretchAnywhere);
    const salted = { ...STRETCH_FLOOR, salt: bytesFor('salt', 16) };
    const expected = await stretchAnywhere(bytesFor('one', 64), salted);
    expect(await bestStretch()(bytesFor('one', 64), salted)).toEqual(expected);
  });
});
