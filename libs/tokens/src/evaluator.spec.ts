import { bytesToHex } from '@noble/hashes/utils.js';

import { deriveKeyPair } from './engine';
import { Evaluator, newRootKey, newSalt, newSeed, ready } from './evaluator';
import { bytesFor, refusalOf } from './testing';
import { blind, finalize } from './voprf';

beforeAll(ready);

describe('an evaluator', () => {
  it('refuses a seed of another length and an epoch id that could blur two keys', () => {
    const seed = newSeed();
    expect(refusalOf(() => new Evaluator({ kind: 'person', epoch: '2026-1', seed: seed.slice(1) }))).toBe(
      'tokens.seed-refused',
    );
    expect(refusalOf(() => new Evaluator({ kind: 'person', epoch: 'a|b', seed }))).toBe('tokens.document-shape');
  });

  it('derives its key from its seed, its kind and its epoch, and leaves the seed to its owner', () => {
    const seed = bytesFor('seed');
    const evaluator = new Evaluator({ kind: 'person', epoch: '2026-1', seed });
    const { publicKey } = deriveKeyPair(seed, Buffer.from('raakvlak/1|person|2026-1'));
    expect(bytesToHex(evaluator.publicKey)).toBe(bytesToHex(publicKey));
    expect(bytesToHex(seed)).toBe(bytesToHex(bytesFor('seed')));
    const before = bytesToHex(evaluator.publicKey);
    seed.fill(0);
    const { blinded, state } = blind(['nl-bsn:999993653']);
    expect(finalize(state, evaluator.publicKey, evaluator.evaluateBatch(blinded))).toHaveLength(1);
    expect(bytesToHex(evaluator.publicKey)).toBe(before);
  });

  it('refuses everything after its key was destroyed', () => {
    const evaluator = new Evaluator({ kind: 'person', epoch: '2026-1', seed: newSeed() });
    const { blinded } = blind(['nl-bsn:999993653']);
    evaluator.destroy();
    expect(refusalOf(() => evaluator.evaluateBatch(blinded))).toBe('tokens.engine-destroyed');
  });

  it('shows no key when it is printed or serialised', () => {
    const evaluator = new Evaluator({ kind: 'person', epoch: '2026-1', seed: bytesFor('seed') });
    expect(Object.keys(JSON.parse(JSON.stringify(evaluator)) as object).sort()).toEqual(['epoch', 'kind', 'publicKey']);
  });
});

describe('new keys', () => {
  it('are different every time and have the lengths of the protocol', () => {
    expect([newSeed().length, newSalt().length, newRootKey().seed.length]).toEqual([32, 16, 32]);
    const many = Array.from({ length: 20 }, () => [newSeed(), newSalt(), newRootKey().publicKey]).flat();
    expect(new Set(many.map((bytes) => bytesToHex(bytes))).size).toBe(60);
  });
});

describe('before libsodium has started', () => {
  it('every call that needs it is refused by name', () => {
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const fresh = require('./evaluator') as typeof import('./evaluator');
      let code = 'accepted';
      try {
        fresh.newSeed();
      } catch (error) {
        code = (error as { code: string }).code;
      }
      expect(code).toBe('tokens.engine-not-ready');
    });
  });
});
