import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';

import { utf8 } from './bytes';
import { deriveKeyPair, Engine } from './engine';
import invalid from './rfc9496-invalid-encodings.json';
import rfc from './rfc9497-ristretto255-voprf.json';
import { bytesFor, engineFor, randomnessFor, refusalOf, scalarFor } from './testing';
import { ready } from './transcript';
import { sodiumClient } from './sodium-client';
import { blind as blindOnNoble, blindBy, finalize } from './voprf';

// Two engines that share no code: libsodium evaluates (Engine), noble blinds and verifies; noble's own server side is the
// third opinion. What blinds and verifies on libsodium shares code with the evaluation and passes the same tests.
const { voprf } = ristretto255_oprf;
/** The PRF itself, computed with the key; noble has it, its type declarations leave it out of this mode. */
const { evaluate: direct } = voprf as typeof voprf & {
  evaluate(secretKey: Uint8Array, input: Uint8Array): Uint8Array;
};
const CLIENTS = [
  ['noble', blindOnNoble],
  ['libsodium', blindBy(sodiumClient)],
] as const;
const IDENTITY = new Uint8Array(32);
const ORDER_LE = hexToBytes('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');

beforeAll(ready);

const hexes = (values: readonly Uint8Array[]) => values.map((value) => bytesToHex(value));
const invalidEncodings = invalid.groups.flatMap(({ reason, encodings }) =>
  encodings.map((hex) => [reason, hex] as const),
);

describe('the vectors of RFC 9497, appendix A.1.2', () => {
  const keys = () => deriveKeyPair(hexToBytes(rfc.seed), hexToBytes(rfc.keyInfo));

  it('derive the key pair on both engines', () => {
    const ours = keys();
    const noble = voprf.deriveKeyPair(hexToBytes(rfc.seed), hexToBytes(rfc.keyInfo));
    expect([bytesToHex(ours.secret), bytesToHex(ours.publicKey)]).toEqual([rfc.skSm, rfc.pkSm]);
    expect([bytesToHex(noble.secretKey), bytesToHex(noble.publicKey)]).toEqual([rfc.skSm, rfc.pkSm]);
  });

  const cases = CLIENTS.flatMap(([name, blind]) =>
    rfc.vectors.map((vector) => [vector.name, name, blind, vector] as const),
  );
  it.each(cases)(
    'hold byte for byte: %s, client on %s',
    (_name, _client, blind, { items, proof, proofRandomScalar }) => {
      const inputs = items.map(({ input }) => Buffer.from(input, 'hex').toString('latin1'));
      const { blinded, state } = blind(inputs, randomnessFor(items.map((item) => hexToBytes(item.blind))));
      expect(hexes(blinded)).toEqual(items.map(({ blindedElement }) => blindedElement));

      const evaluated = new Engine(keys()).evaluateBatch(blinded, hexToBytes(proofRandomScalar));
      expect(hexes(evaluated.elements)).toEqual(items.map(({ evaluationElement }) => evaluationElement));
      expect(bytesToHex(evaluated.proof)).toBe(proof);

      const noble = voprf.blindEvaluateBatch(
        hexToBytes(rfc.skSm),
        hexToBytes(rfc.pkSm),
        blinded.map((element) => Uint8Array.from(element)),
        randomnessFor([hexToBytes(proofRandomScalar)]),
      );
      expect([hexes(noble.evaluated), bytesToHex(noble.proof)]).toEqual([hexes(evaluated.elements), proof]);

      expect(hexes(finalize(state, hexToBytes(rfc.pkSm), evaluated))).toEqual(items.map(({ output }) => output));
    },
  );
});

describe.each(CLIENTS)('a client on %s against both engines', (_name, blind) => {
  const lines = fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 6 });
  const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('agree on keys, elements, proofs and outputs for any input and batch', () => {
    fc.assert(
      fc.property(lines, seeds, fc.uint8Array({ maxLength: 60 }), fc.nat(), (inputs, seed, info, salt) => {
        const noble = voprf.deriveKeyPair(Uint8Array.from(seed), Uint8Array.from(info));
        const engine = new Engine(deriveKeyPair(seed, info));
        expect(bytesToHex(engine.publicKey)).toBe(bytesToHex(noble.publicKey));

        const { blinded, state } = blind(inputs);
        const nonce = scalarFor(`nonce ${salt}`);
        const ours = engine.evaluateBatch(blinded, Uint8Array.from(nonce));
        const theirs = voprf.blindEvaluateBatch(
          noble.secretKey,
          noble.publicKey,
          blinded.map((element) => Uint8Array.from(element)),
          randomnessFor([nonce]),
        );
        expect(hexes(ours.elements)).toEqual(hexes(theirs.evaluated));
        expect(bytesToHex(ours.proof)).toBe(bytesToHex(theirs.proof));

        const outputs = finalize(state, engine.publicKey, ours);
        const expected = inputs.map((input) => direct(noble.secretKey, utf8(input)));
        expect(hexes(outputs)).toEqual(hexes(expected));
      }),
      { numRuns: 25 },
    );
  });

  it('agree on the largest batch of 256', () => {
    const inputs = Array.from({ length: 256 }, (_, i) => `nl-kvk:${String(i + 1).padStart(8, '0')}`);
    const engine = engineFor('business', '2026-1');
    const { blinded, state } = blind(inputs);
    const outputs = finalize(state, engine.publicKey, engine.evaluateBatch(blinded));
    expect(new Set(hexes(outputs)).size).toBe(256);
    const { secret } = deriveKeyPair(bytesFor('seed|business|2026-1'), Buffer.from('raakvlak/1|business|2026-1'));
    expect(bytesToHex(outputs[255]!)).toBe(bytesToHex(direct(secret, utf8(inputs[255]!))));
  });

  it('serve several epochs with one blind, and give each epoch an output of its own', () => {
    const { blinded, state } = blind(['nl-bsn:999993653']);
    const [first, second] = ['2025-1', '2026-1'].map((epoch) => {
      const engine = engineFor('person', epoch);
      return finalize(state, engine.publicKey, engine.evaluateBatch(blinded))[0]!;
    });
    expect(bytesToHex(first!)).not.toBe(bytesToHex(second!));
    const engine = engineFor('person', '2026-1');
    const again = blind(['nl-bsn:999993653']);
    expect(bytesToHex(again.blinded[0]!)).not.toBe(bytesToHex(blinded[0]!));
    const output = finalize(again.state, engine.publicKey, engine.evaluateBatch(again.blinded))[0]!;
    expect(bytesToHex(output)).toBe(bytesToHex(second!));
  });
});

describe('the evaluation engine', () => {
  const blind = blindOnNoble;
  const good = () => blind(['nl-bsn:999993653']).blinded[0]!;
  const engine = () => engineFor('person', '2026-1');

  it('refuses an empty batch and one of 257', () => {
    expect(refusalOf(() => engine().evaluateBatch([]))).toBe('tokens.batch-size');
    const element = good();
    expect(refusalOf(() => engine().evaluateBatch(Array.from({ length: 257 }, () => element)))).toBe(
      'tokens.batch-size',
    );
  });

  it('refuses the identity, alone and among good elements', () => {
    expect(refusalOf(() => engine().evaluateBatch([IDENTITY]))).toBe('tokens.element-refused');
    expect(refusalOf(() => engine().evaluateBatch([good(), IDENTITY]))).toBe('tokens.element-refused');
  });

  it('says which element of a batch it refused, and nothing about its bytes', () => {
    expect(() => engine().evaluateBatch([good(), good(), IDENTITY])).toThrow(
      expect.objectContaining({ detail: { position: 2 } }),
    );
  });

  it.each(invalidEncodings)('refuses an encoding of RFC 9496, A.2: %s (%s)', (_reason, hex) => {
    expect(refusalOf(() => engine().evaluateBatch([hexToBytes(hex)]))).toBe('tokens.element-refused');
  });

  it.each([0, 31, 33, 64])('refuses an element of %i bytes', (length) => {
    expect(refusalOf(() => engine().evaluateBatch([new Uint8Array(length).fill(1)]))).toBe('tokens.element-refused');
  });

  it.each([0, 31, 33])('refuses a seed of %i bytes', (length) => {
    expect(refusalOf(() => deriveKeyPair(new Uint8Array(length).fill(7), new Uint8Array()))).toBe(
      'tokens.seed-refused',
    );
  });

  it('answers nothing any more once its key has been overwritten', () => {
    const keys = deriveKeyPair(bytesFor('seed'), new Uint8Array());
    const destroyed = new Engine(keys);
    destroyed.destroy();
    expect(keys.secret).toEqual(new Uint8Array(32));
    expect(refusalOf(() => destroyed.evaluateBatch([good()]))).toBe('tokens.engine-destroyed');
  });

  it('overwrites the nonce of a proof, for the same nonce twice gives the key away', () => {
    const nonce = scalarFor('nonce');
    engine().evaluateBatch([good()], nonce);
    expect(nonce).toEqual(new Uint8Array(32));
    const element = good();
    const [one, two] = [engine().evaluateBatch([element]), engine().evaluateBatch([element])];
    expect(bytesToHex(one.elements[0]!)).toBe(bytesToHex(two.elements[0]!));
    expect(bytesToHex(one.proof)).not.toBe(bytesToHex(two.proof));
  });

  it('keeps every kind and every epoch under a key of its own, even from one seed', () => {
    const publicKeys = ['raakvlak/1|person|2026-1', 'raakvlak/1|address|2026-1', 'raakvlak/1|person|2026-2'].map(
      (info) => bytesToHex(deriveKeyPair(bytesFor('seed'), Buffer.from(info)).publicKey),
    );
    expect(new Set(publicKeys).size).toBe(3);
  });
});

describe.each(CLIENTS)('finalizing on %s', (_name, blind) => {
  const inputs = ['nl-adres:3811LM/12/A', 'nl-adres:3811LM/12/'];
  const exchange = () => {
    const engine = engineFor('address', '2026-1');
    const { blinded, state } = blind(inputs);
    return { state, blinded, key: engine.publicKey, evaluation: engine.evaluateBatch(blinded) };
  };
  const refused = 'tokens.proof-refused';

  it('refuses a batch of nothing and of 257', () => {
    expect(refusalOf(() => blind([]))).toBe('tokens.batch-size');
    expect(refusalOf(() => blind(Array.from({ length: 257 }, () => 'nl-kvk:01234567')))).toBe('tokens.batch-size');
  });

  it('refuses an evaluation under the key of another kind or another epoch', () => {
    const { state, evaluation } = exchange();
    for (const other of [engineFor('building', '2026-1'), engineFor('address', '2025-1')]) {
      expect(refusalOf(() => finalize(state, other.publicKey, evaluation))).toBe(refused);
    }
  });

  it('refuses a proof that is truncated, extended, changed in one bit or made for another batch', () => {
    const { state, key, evaluation } = exchange();
    const { elements, proof } = evaluation;
    const flipped = (at: number) => Uint8Array.from(proof, (byte, i) => (i === at ? byte ^ 1 : byte));
    const other = exchange().evaluation.proof;
    for (const wrong of [proof.slice(0, 63), proof.slice(0, 32), new Uint8Array(), Uint8Array.of(...proof, 0)]) {
      expect(refusalOf(() => finalize(state, key, { elements, proof: wrong }))).toBe(refused);
    }
    for (const wrong of [flipped(0), flipped(31), flipped(32), flipped(63), other, new Uint8Array(64)]) {
      expect(refusalOf(() => finalize(state, key, { elements, proof: wrong }))).toBe(refused);
    }
  });

  it('refuses proof scalars that are not reduced, for a proof has one spelling', () => {
    const { state, key, evaluation } = exchange();
    const { elements, proof } = evaluation;
    const add = (scalar: Uint8Array) => {
      let carry = 0;
      return scalar.map((byte, i) => {
        carry += byte + ORDER_LE[i]!;
        const low = carry & 255;
        carry >>= 8;
        return low;
      });
    };
    const [c, s] = [proof.slice(0, 32), proof.slice(32)];
    expect(refusalOf(() => finalize(state, key, { elements, proof: Uint8Array.of(...add(c), ...s) }))).toBe(refused);
    expect(refusalOf(() => finalize(state, key, { elements, proof: Uint8Array.of(...c, ...add(s)) }))).toBe(refused);
  });

  it('refuses elements in another order, one too few, one too many or one replaced', () => {
    const { state, key, evaluation, blinded } = exchange();
    const { elements, proof } = evaluation;
    const [first, second] = [elements[0]!, elements[1]!];
    const wrong = [[second, first], [first], [], [first, second, second], [first, first], [first, blinded[1]!]];
    for (const others of wrong) {
      expect(refusalOf(() => finalize(state, key, { elements: others, proof }))).toBe(refused);
    }
  });

  it('refuses the identity as element and as public key', () => {
    const { state, key, evaluation } = exchange();
    const elements = [evaluation.elements[0]!, IDENTITY];
    expect(refusalOf(() => finalize(state, key, { ...evaluation, elements }))).toBe(refused);
    expect(refusalOf(() => finalize(state, IDENTITY, evaluation))).toBe(refused);
  });

  it.each(invalidEncodings)('refuses as element and as key what RFC 9496, A.2 lists: %s (%s)', (_reason, hex) => {
    const engine = engineFor('address', '2026-1');
    const { blinded, state } = blind(['nl-adres:3811LM/12/']);
    const evaluation = engine.evaluateBatch(blinded);
    const elements = [hexToBytes(hex)];
    expect(refusalOf(() => finalize(state, engine.publicKey, { ...evaluation, elements }))).toBe(refused);
    expect(refusalOf(() => finalize(state, hexToBytes(hex), evaluation))).toBe(refused);
  });

  it('accepts the honest answer, and refuses it once the blinds are forgotten', () => {
    const { state, key, evaluation } = exchange();
    expect(finalize(state, key, evaluation).map(({ length }) => length)).toEqual([64, 64]);
    state.forget();
    expect(refusalOf(() => finalize(state, key, evaluation))).toBe(refused);
  });

  it('shows neither input nor blind when its state is printed or serialised', () => {
    const { state } = exchange();
    expect(JSON.stringify(state)).toBe('{}');
    expect(Object.getOwnPropertyNames(state)).toEqual([]);
  });
});
