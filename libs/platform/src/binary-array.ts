/**
 * PostgreSQL arrays in their binary form. pg sends a Buffer as it is, so a batch of hundreds of byte strings travels
 * without being turned into hexadecimal text and back; it is the difference between 20 and 3 microseconds a record.
 * Layout: dimensions, null flag, element type, then length and lower bound per dimension, then length-prefixed elements
 * (PostgreSQL source, array_recv).
 */
const BYTEA = 17;
const INT8 = 20;
const UUID = 2950;

function arrayOf(type: number, count: number, bytes: number): { buffer: Buffer; start: number } {
  const header = count === 0 ? 12 : 20;
  const buffer = Buffer.allocUnsafe(header + bytes + 4 * count);
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(type, 8);
  if (count > 0) {
    buffer.writeInt32BE(count, 12);
    buffer.writeInt32BE(1, 16);
  }
  return { buffer, start: header };
}

function bytesArray(type: number, items: readonly Uint8Array[]): Buffer {
  const total = items.reduce((sum, item) => sum + item.length, 0);
  const { buffer, start } = arrayOf(type, items.length, total);
  let at = start;
  for (const item of items) {
    at = buffer.writeInt32BE(item.length, at);
    buffer.set(item, at);
    at += item.length;
  }
  return buffer;
}

/** For a parameter cast to `bytea[]`. */
export const byteaArray = (items: readonly Uint8Array[]): Buffer => bytesArray(BYTEA, items);

/** For a parameter cast to `uuid[]`; each item is 16 bytes. */
export const uuidArray = (items: readonly Uint8Array[]): Buffer => bytesArray(UUID, items);

/** For a parameter cast to `bigint[]`. */
export function bigintArray(items: readonly (number | bigint)[]): Buffer {
  const { buffer, start } = arrayOf(INT8, items.length, 8 * items.length);
  let at = start;
  for (const item of items) {
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeBigInt64BE(BigInt(item), at);
  }
  return buffer;
}
