import fc from 'fast-check';

import { fromBase64url, toBase64url } from './bytes';
import { refusalOf } from './testing';

describe('base64url', () => {
  it.each(['=', 'AA==', 'A', 'AB', 'AAB', 'A+', 'A/', ' AA', 'AA\n', 'AÀ', 'A-A.'])(
    'refuses %j: padded, of an impossible length, with unused bits or another alphabet',
    (text) => {
      expect(refusalOf(() => fromBase64url(text))).toBe('tokens.encoding-refused');
    },
  );

  it('refuses another length than the one that was asked for', () => {
    expect(refusalOf(() => fromBase64url('AAAA', 4))).toBe('tokens.encoding-refused');
    expect(fromBase64url('AAAA', 3)).toEqual(new Uint8Array(3));
  });

  it('writes what Node writes and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(Buffer.from(fromBase64url(text)).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  it('accepts one spelling only of the same bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        if (refusalOf(() => fromBase64url(text)) === 'accepted') expect(toBase64url(fromBase64url(text))).toBe(text);
      }),
    );
  });
});
