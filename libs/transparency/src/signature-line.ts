/** The line that carries one signature in a note: `— <key name> <base64(key id || signature)>` (C2SP signed-note). */
import { isKeyName, type VerifierKey } from './key';
import { decodeBase64 } from './text';

export interface SignatureLine {
  readonly name: string;
  /** Key id, 8 hexadecimal digits; together with the name it says which key signed, and how */
  readonly id: string;
  readonly signature: Buffer;
}

const ID_BYTES = 4;

/** One line, with its newline. */
export function signatureLine(key: VerifierKey, signature: Buffer): string {
  return `— ${key.name} ${Buffer.concat([Buffer.from(key.id, 'hex'), signature]).toString('base64')}\n`;
}

/** Reads a line without its newline; `undefined` when it is no signature line. */
export function readSignatureLine(line: string): SignatureLine | undefined {
  const [dash, name, base64, ...more] = line.split(' ');
  const bytes = decodeBase64(base64 ?? '');
  if (dash !== '—' || name === undefined || !isKeyName(name) || more.length > 0) return undefined;
  if (bytes === undefined || bytes.length <= ID_BYTES) return undefined;
  return { name, id: bytes.toString('hex', 0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
}
