import { argon2id as noble } from '@noble/hashes/argon2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { argon2id, hash } from 'argon2';
import { argon2id as wasm } from 'hash-wasm';

import { stretch as inBrowser } from './browser';
import { stretch as inNode } from './node';
import { checkStretch, STRETCH_FLOOR } from './stretch';
import { bytesFor, laterRefusalOf, refusalOf } from './testing';

const salt = bytesFor('salt', 16);
const output = () => bytesFor('output', 64);

describe('the stretch', () => {
  it.each([
    { memoryKiB: 19455, passes: 2, lanes: 1 },
    { memoryKiB: 19456, passes: 1, lanes: 1 },
    { memoryKiB: 19456, passes: 2, lanes: 2 },
    { memoryKiB: 19456, passes: 2, lanes: 0 },
    { memoryKiB: 19456.5, passes: 2, lanes: 1 },
    { memoryKiB: Number.NaN, passes: 2, lanes: 1 },
    { memoryKiB: 4_194_304, passes: 2, lanes: 1 },
    { memoryKiB: 19456, passes: 1000, lanes: 1 },
  ])('refuses parameters outside the limits: %j', async (parameters) => {
    expect(refusalOf(() => checkStretch(parameters))).toBe('tokens.stretch-too-weak');
    expect(await laterRefusalOf(inNode(output(), { ...parameters, salt }))).toBe('tokens.stretch-too-weak');
    expect(await laterRefusalOf(inBrowser(output(), { ...parameters, salt }))).toBe('tokens.stretch-too-weak');
  });

  it.each([0, 8, 15, 17])('refuses a salt of %i bytes', async (length) => {
    const parameters = { ...STRETCH_FLOOR, salt: new Uint8Array(length) };
    expect(await laterRefusalOf(inNode(output(), parameters))).toBe('tokens.stretch-too-weak');
    expect(await laterRefusalOf(inBrowser(output(), parameters))).toBe('tokens.stretch-too-weak');
  });

  it.each([
    { memoryKiB: 19456, passes: 2, lanes: 1 },
    { memoryKiB: 47104, passes: 2, lanes: 1 },
    { memoryKiB: 19456, passes: 3, lanes: 1 },
  ])('gives the same 32 bytes in Node and in a browser: %j', async (parameters) => {
    const [node, browser] = [
      await inNode(output(), { ...parameters, salt }),
      await inBrowser(output(), { ...parameters, salt }),
    ];
    expect(node).toHaveLength(32);
    expect(bytesToHex(browser)).toBe(bytesToHex(node));
  });

  it('agrees with a third implementation at the floor, and changes with every parameter', async () => {
    const node = bytesToHex(await inNode(output(), { ...STRETCH_FLOOR, salt }));
    expect(node).toBe(bytesToHex(noble(output(), salt, { m: 19456, t: 2, p: 1, dkLen: 32, version: 0x13 })));
    const others = [
      await inNode(bytesFor('another output', 64), { ...STRETCH_FLOOR, salt }),
      await inNode(output(), { ...STRETCH_FLOOR, salt: bytesFor('another salt', 16) }),
      await inNode(output(), { ...STRETCH_FLOOR, passes: 3, salt }),
      await inNode(output(), { ...STRETCH_FLOOR, memoryKiB: 19457, salt }),
    ];
    expect(new Set([node, ...others.map((other) => bytesToHex(other))]).size).toBe(5);
  });

  it('reads an output that is a window on a larger buffer, and leaves it as it was', async () => {
    const wide = new Uint8Array(96).fill(9);
    wide.set(output(), 16);
    const window = wide.subarray(16, 80);
    const parameters = { ...STRETCH_FLOOR, salt };
    expect(bytesToHex(await inNode(window, parameters))).toBe(bytesToHex(await inNode(output(), parameters)));
    expect(bytesToHex(window)).toBe(bytesToHex(output()));
  });
});

describe('the vector of RFC 9106, 5.3 (Argon2id)', () => {
  // Four lanes, a secret and associated data: none of it may occur in raakvlak/1, so the libraries are asked directly.
  // hash-wasm has no associated data; it is compared with the others on the same input without it.
  const [password, nonce, secret, associated] = [
    Buffer.alloc(32, 1),
    Buffer.alloc(16, 2),
    Buffer.alloc(8, 3),
    Buffer.alloc(12, 4),
  ];
  const native = (associatedData: Buffer | undefined) =>
    hash(password, {
      type: argon2id,
      version: 0x13,
      raw: true,
      salt: nonce,
      secret,
      associatedData,
      memoryCost: 32,
      timeCost: 3,
      parallelism: 4,
      hashLength: 32,
    });

  it('holds for the library of Node and for the third implementation', async () => {
    const tag = '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659';
    expect(bytesToHex(await native(associated))).toBe(tag);
    const options = { m: 32, t: 3, p: 4, dkLen: 32, version: 0x13, key: secret, personalization: associated };
    expect(bytesToHex(noble(password, nonce, options))).toBe(tag);
  });

  it('holds for the library of the browser as far as it can express it: without associated data', async () => {
    const options = { password, salt: nonce, secret, memorySize: 32, iterations: 3, parallelism: 4, hashLength: 32 };
    expect(await wasm({ ...options, outputType: 'hex' })).toBe(bytesToHex(await native(undefined)));
  });
});
