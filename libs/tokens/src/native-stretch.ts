import { createRequire } from 'node:module';
import { argon2id, hash } from 'argon2';

import { TOKEN_BYTES, type SaltedStretch } from './stretch';

// Two libraries with the same bytes (decision 0020): the first is more than twice as fast in bulk, the second builds on
// platforms for which the first has no binary.

/** What is used of @node-rs/argon2; its numbers for Argon2id and version 0x13. */
interface Fast {
  hashRaw(password: Uint8Array, options: object): Promise<Uint8Array>;
}
const ARGON2ID = 2;
const VERSION_13 = 1;

/** A view, not a copy: the output is wiped by its owner afterwards. */
function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

type Hash = (output: Uint8Array, parameters: SaltedStretch) => Promise<Uint8Array>;

/** By @node-rs/argon2. */
export const stretchFast =
  ({ hashRaw }: Fast): Hash =>
  async (output, { salt, memoryKiB, passes, lanes }) =>
    new Uint8Array(
      await hashRaw(view(output), {
        algorithm: ARGON2ID,
        version: VERSION_13,
        salt: view(salt),
        memoryCost: memoryKiB,
        timeCost: passes,
        parallelism: lanes,
        outputLen: TOKEN_BYTES,
      }),
    );

/** By argon2. */
export const stretchAnywhere: Hash = async (output, { salt, memoryKiB, passes, lanes }) =>
  new Uint8Array(
    await hash(view(output), {
      type: argon2id,
      version: 0x13,
      raw: true,
      salt: view(salt),
      memoryCost: memoryKiB,
      timeCost: passes,
      parallelism: lanes,
      hashLength: TOKEN_BYTES,
    }),
  );

/** @node-rs/argon2, or nothing where it has no binary for this platform. @param load as `require` */
export function fastLibrary(load: (name: string) => unknown = createRequire(__filename)): Fast | undefined {
  try {
    return load('@node-rs/argon2') as Fast;
  } catch {
    return undefined;
  }
}

/** The faster of the two that loads here. @param load as `require` */
export function bestStretch(load?: (name: string) => unknown): Hash {
  const fast = fastLibrary(load);
  return fast === undefined ? stretchAnywhere : stretchFast(fast);
}
