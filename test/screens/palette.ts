import { deflateSync, inflateSync } from 'node:zlib';

/**
 * A screenshot with a palette of 256 colours in place of all that there are: a page of text and plain areas looks the same
 * and takes a third. Reads what Chromium writes (PNG, 8 bits, RGB or RGBA, not interlaced); a transparent part turns white.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, colours } = pixelsOf(png);
  const palette = paletteOf(colours);
  const rows = Buffer.alloc((width + 1) * height);
  const nearest = new Map<number, number>();
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = colours[y * width + x] ?? 0;
      let index = nearest.get(colour);
      if (index === undefined) nearest.set(colour, (index = nearestOf(palette, colour)));
      rows[y * (width + 1) + 1 + x] = index;
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Colours as numbers 0xRRGGBB, row after row. */
function pixelsOf(png: Buffer): { width: number; height: number; colours: Uint32Array } {
  const parts: Buffer[] = [];
  let header: Buffer = Buffer.alloc(13);
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const contents = png.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') header = contents;
    if (name === 'IDAT') parts.push(contents);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = header[9] === 6 ? 4 : 3;
  if (header[8] !== 8 || ![2, 6].includes(header[9] ?? 0) || header[12] !== 0) throw new Error('not such a picture');
  const raw = inflateSync(Buffer.concat(parts));
  unfilter(raw, width * bytes, height, bytes);
  const colours = new Uint32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * (width * bytes + 1) + 1 + x * bytes;
      const clear = bytes === 4 && raw[at + 3] === 0;
      colours[y * width + x] = clear ? 0xffffff : raw.readUIntBE(at, 3);
    }
  return { width, height, colours };
}

/** Undoes the filters of each row in place (PNG, section 9). */
function unfilter(raw: Buffer, stride: number, height: number, bytes: number): void {
  for (let y = 0; y < height; y++) {
    const row = y * (stride + 1) + 1;
    const filter = raw[row - 1];
    for (let i = 0; i < stride; i++) {
      const left = i < bytes ? 0 : (raw[row + i - bytes] ?? 0);
      const up = y === 0 ? 0 : (raw[row + i - stride - 1] ?? 0);
      const corner = y === 0 || i < bytes ? 0 : (raw[row + i - stride - 1 - bytes] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      raw[row + i] = ((raw[row + i] ?? 0) + guess) & 255;
    }
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The colours that occur most; of those that are nearly alike only the first. */
function paletteOf(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  if (sorted.length <= 256) return sorted;
  const palette: number[] = [];
  for (const [size, apart] of [
    [192, 300],
    [256, 40],
  ] as const)
    for (const colour of sorted) {
      if (palette.length >= size) break;
      if (palette.every((other) => distance(colour, other) > apart)) palette.push(colour);
    }
  return palette;
}

function distance(a: number, b: number): number {
  const [red, green, blue] = [(a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255)];
  return red * red + green * green + blue * blue;
}

function nearestOf(palette: readonly number[], colour: number): number {
  let best = 0;
  for (let i = 1; i < palette.length; i++)
    if (distance(palette[i] ?? 0, colour) < distance(palette[best] ?? 0, colour)) best = i;
  return best;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(name: string, contents: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), contents]);
  let crc = 0xffffffff;
  for (const byte of body) crc = (CRC[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(contents.length);
  check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, check]);
}
