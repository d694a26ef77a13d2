/**
 * tokens/browser: everything of `tokens`, with the stretch by hash-wasm (Argon2id in WebAssembly).
 *
 * A page needs `script-src 'wasm-unsafe-eval'` for it and should run it in a Web Worker: one stretch takes about 70 ms at
 * the floor and blocks its thread. It owns no other code; the same bytes come out of the door `node`.
 *
 * It never keeps an output or a token.
 */
import { argon2id } from 'hash-wasm';

import { checkSaltedStretch, TOKEN_BYTES, type SaltedStretch } from './stretch';

export * from './index';

/**
 * Argon2id (RFC 9106, version 0x13) over an OPRF output, in a browser.
 * @param output 64 bytes
 * @returns the token, 32 bytes
 * @throws Problem tokens.stretch-too-weak
 */
export async function stretch(output: Uint8Array, parameters: SaltedStretch): Promise<Uint8Array> {
  checkSaltedStretch(parameters);
  return argon2id({
    password: output,
    salt: parameters.salt,
    memorySize: parameters.memoryKiB,
    iterations: parameters.passes,
    parallelism: parameters.lanes,
    hashLength: TOKEN_BYTES,
    outputType: 'binary',
  });
}
