/**
 * tokens/node: everything of `tokens`, with the stretch in native code on libuv's threads and the curve on libsodium.
 *
 * For connectors, the command line and gateways. One stretch takes about 12 to 25 ms at the floor; two at once use two
 * cores. It owns no other code; the same bytes come out of the door `browser`.
 *
 * It never keeps an output or a token, and never belongs in a server process: Argon2 would starve libuv's threads.
 */
import { bestStretch } from './native-stretch';
import { sodiumClient } from './sodium-client';
import { checkSaltedStretch, type SaltedStretch } from './stretch';
import type { Arithmetic } from './tokens';
import { ready } from './transcript';
import { blindBy, type Blinding } from './voprf';

export * from './index';

const best = bestStretch();

const blindOnSodium = blindBy(sodiumClient);

/**
 * libsodium for blinding and verifying, a quarter of noble's time; and as many stretches at once as are worth while: each
 * takes a thread and its memory, 19 MiB at the floor.
 */
export const NODE_ARITHMETIC = {
  atOnce: 2,
  async blind(lines: readonly string[]): Promise<Blinding> {
    await ready();
    return blindOnSodium(lines);
  },
} as const satisfies Arithmetic;

/**
 * Argon2id (RFC 9106, version 0x13) over an OPRF output, in Node.
 * @param output 64 bytes
 * @returns the token, 32 bytes
 * @throws Problem tokens.stretch-too-weak
 */
export async function stretch(output: Uint8Array, parameters: SaltedStretch): Promise<Uint8Array> {
  checkSaltedStretch(parameters);
  return best(output, parameters);
}
