/**
 * tokens/node: everything of `tokens`, with the stretch by the package argon2 (native code on libuv's threads).
 *
 * For connectors, the command line and gateways. One stretch takes about 25 ms at the floor. It owns no other code; the
 * same bytes come out of the door `browser`.
 *
 * It never keeps an output or a token, and never belongs in a server process: Argon2 would starve libuv's threads.
 */
import { argon2id, hash } from 'argon2';

import { checkSaltedStretch, TOKEN_BYTES, type SaltedStretch } from './stretch';

export * from './index';

/** A view, not a copy: the output is wiped by its owner afterwards. */
function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Argon2id (RFC 9106, version 0x13) over an OPRF output, in Node.
 * @param output 64 bytes
 * @returns the token, 32 bytes
 * @throws Problem tokens.stretch-too-weak
 */
export async function stretch(output: Uint8Array, parameters: SaltedStretch): Promise<Uint8Array> {
  checkSaltedStretch(parameters);
  const token = await hash(buffer(output), {
    type: argon2id,
    version: 0x13,
    raw: true,
    salt: buffer(parameters.salt),
    memoryCost: parameters.memoryKiB,
    timeCost: parameters.passes,
    parallelism: parameters.lanes,
    hashLength: TOKEN_BYTES,
  });
  return new Uint8Array(token);
}
