/**
 * What `#transparency` uses of Node's `Buffer` to check a proof, and nothing more: whatever else is asked of it is an error
 * and not another answer. Bytes in, bytes out; no pool, nothing shared with what it was made from.
 */

type Encoding = 'utf8' | 'hex' | 'base64';

const notHere = (what: string): never => {
  throw new Error(`not part of checking a proof: ${what}`);
};

export class NodeBuffer extends Uint8Array<ArrayBuffer> {
  static override from(source: string | ArrayLike<number> | Iterable<number>, encoding: unknown = 'utf8'): NodeBuffer {
    return NodeBuffer.concat([typeof source === 'string' ? bytesIn(source, encoding as Encoding) : listed(source)]);
  }

  static alloc(length: number, fill = 0): NodeBuffer {
    return new NodeBuffer(new ArrayBuffer(length)).fill(fill);
  }

  static concat(parts: readonly Uint8Array[]): NodeBuffer {
    const whole = NodeBuffer.alloc(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** By the first byte in which they differ, then by length. */
  static compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
    const length = Math.min(a.length, b.length);
    let at = 0;
    while (at < length && a[at] === b[at]) at++;
    const [left, right] = at < length ? [a[at]!, b[at]!] : [a.length, b.length];
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Uint8Array): boolean {
    return NodeBuffer.compare(this, other) === 0;
  }

  copy(target: Uint8Array, start = 0): number {
    target.set(this, start);
    return this.length;
  }

  readUInt32BE(offset = 0): number {
    return this.view().getUint32(offset);
  }

  writeUInt32BE(value: number, offset = 0): number {
    this.view().setUint32(offset, value);
    return offset + 4;
  }

  readBigUInt64BE(offset = 0): bigint {
    return this.view().getBigUint64(offset);
  }

  writeBigUInt64BE(value: bigint, offset = 0): number {
    this.view().setBigUint64(offset, value);
    return offset + 8;
  }

  override toString(encoding: unknown = 'utf8', start = 0, end = this.length): string {
    return textOf(this.subarray(start, end), encoding as Encoding);
  }

  private view(): DataView {
    return new DataView(this.buffer, this.byteOffset, this.byteLength);
  }
}

const listed = (source: ArrayLike<number> | Iterable<number>): Uint8Array =>
  source instanceof Uint8Array ? source : Uint8Array.from(Array.from(source));

function bytesIn(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 'utf8':
      return new TextEncoder().encode(text);
    case 'hex':
      return Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));
    case 'base64':
      return base64In(text);
    default:
      return notHere(`bytes from ${String(encoding)}`);
  }
}

/** Where Node passes over what is no base64, there is nothing here; whoever reads it writes it again and compares. */
function base64In(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function textOf(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'utf8':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    case 'hex':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'base64':
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    default:
      return notHere(`text in ${String(encoding)}`);
  }
}
