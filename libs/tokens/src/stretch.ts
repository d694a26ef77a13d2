import { problem } from './problems';

/** Argon2id parameters of an epoch: memory in KiB, passes (t) and lanes (p). */
export interface StretchParameters {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Parameters with the salt of the epoch, 16 bytes. */
export interface SaltedStretch extends StretchParameters {
  readonly salt: Uint8Array;
}

/** OPRF output (64 bytes) to token (32 bytes): Argon2id, version 0x13 (RFC 9106), without secret or associated data. */
export type Stretch = (output: Uint8Array, parameters: SaltedStretch) => Promise<Uint8Array>;

export const TOKEN_BYTES = 32;
export const SALT_BYTES = 16;

/** Floor and default (OWASP's first choice for machines without a tuned setting); lanes must be 1 for browsers. */
export const STRETCH_FLOOR: StretchParameters = { memoryKiB: 19456, passes: 2, lanes: 1 };

// Above this a browser gives up or hangs, so a document that asks for more is a mistake.
const MOST: StretchParameters = { memoryKiB: 1048576, passes: 64, lanes: 1 };

/**
 * Guards floor and ceiling before anything is computed.
 * @throws Problem tokens.stretch-too-weak
 */
export function checkStretch(parameters: StretchParameters): void {
  for (const key of ['memoryKiB', 'passes', 'lanes'] as const) {
    const value = parameters[key];
    if (!Number.isInteger(value) || value < STRETCH_FLOOR[key] || value > MOST[key]) throw problem('stretch-too-weak');
  }
}

/** As checkStretch, and the salt has 16 bytes. */
export function checkSaltedStretch(parameters: SaltedStretch): void {
  checkStretch(parameters);
  if (parameters.salt.length !== SALT_BYTES) throw problem('stretch-too-weak');
}
