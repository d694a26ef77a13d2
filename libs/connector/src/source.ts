import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type CsvError, type InfoRecord, type Options, parse } from 'csv-parse';
import { connectorProblem } from './problems';
import { divisionOf, type Encoding, encodingOf, lineBreaks, LONGEST_ROW, type Row } from './text';

const BLOCK = 256 * 1024;
const DIGEST = 16;

interface Scan {
  readonly size: number;
  /** Digests of the blocks, 16 bytes each */
  readonly digests: Buffer;
  readonly encoding: Encoding;
  readonly start: string;
}

export interface SourceOptions {
  readonly encoding?: Encoding;
  readonly delimiter?: string;
}

/**
 * A CSV file that is read more than once and must be the same each time. It stays open, so a file that is renamed over
 * it changes nothing; a block that was written into is found before a line of it is used.
 */
export class Source {
  private constructor(
    private readonly file: FileHandle,
    private readonly scan: Scan,
    readonly delimiter: string,
    private readonly skipped: number,
    readonly header: readonly string[],
  ) {}

  /**
   * @throws Problem `connector.file-missing`, `connector.file-empty`, `connector.file-is-workbook`,
   *   `connector.file-encoding`, `connector.file-not-csv`
   */
  static async open(path: string, options: SourceOptions = {}): Promise<Source> {
    const file = await open(path, 'r').catch(() => {
      throw connectorProblem('file-missing');
    });
    try {
      if (!(await file.stat()).isFile()) throw connectorProblem('file-missing');
      const scan = await scanOf(file, options.encoding);
      const { delimiter, skipped } = divisionOf(scan.start, options.delimiter);
      const bare = new Source(file, scan, delimiter, skipped, []);
      for await (const { cells } of bare.#records()) return new Source(file, scan, delimiter, skipped, cells);
      throw connectorProblem('file-empty');
    } catch (fault) {
      await file.close();
      throw fault;
    }
  }

  get encoding(): Encoding {
    return this.scan.encoding;
  }

  /** Bytes, to show how far a pass is. */
  get size(): number {
    return this.scan.size;
  }

  /** Of all that stands in the file: 32 bytes. */
  get digest(): Buffer {
    return createHash('sha256').update(this.scan.digests).digest();
  }

  /**
   * All lines after the names of the columns.
   * @param progress called with the bytes that were read so far
   * @throws Problem `connector.file-changed`, `connector.file-not-csv` (detail `line`)
   */
  async *rows(progress: (bytes: number) => void = () => undefined): AsyncGenerator<Row> {
    let first = true;
    for await (const row of this.#records(progress)) {
      if (!first) yield row;
      first = false;
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }

  async *#records(progress: (bytes: number) => void = () => undefined): AsyncGenerator<Row> {
    const text = Readable.from(textOf(unchanged(this.file, this.scan, progress), this.scan.encoding), {
      highWaterMark: 1,
    });
    let ended = 0;
    const parser = parse({
      delimiter: this.delimiter,
      record_delimiter: '\n',
      from_line: this.skipped + 1,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: LONGEST_ROW,
      // The types know rows of text only; what comes out is a row with its line.
      on_record: ((cells: string[], { lines }: InfoRecord): Row => {
        ended = lines;
        return { line: lines - breaksIn(cells), cells };
      }) as unknown as Options['on_record'],
    });
    text.on('error', (fault) => parser.destroy(fault));
    text.pipe(parser);
    try {
      for await (const row of parser) yield row as unknown as Row;
    } catch (fault) {
      const { code } = fault as CsvError;
      // The cause is dropped on purpose: its message quotes the file. It also names the line where reading stopped, and
      // what helps is where the trouble begins: after the last line that was right.
      if (typeof code === 'string' && code.startsWith('CSV_'))
        throw connectorProblem('file-not-csv', { line: ended + 1 });
      throw fault;
    } finally {
      text.destroy();
      parser.destroy();
    }
  }
}

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => (cell.includes('\n') ? sum + cell.split('\n').length - 1 : sum), 0);

async function* blocksOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const block = Buffer.allocUnsafe(BLOCK);
    let filled = 0;
    while (filled < BLOCK) {
      const { bytesRead } = await file.read(block, filled, BLOCK - filled, at + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled > 0) yield block.subarray(0, filled);
    if (filled < BLOCK) return;
    at += filled;
  }
}

const digestOf = (block: Buffer): Buffer => createHash('sha256').update(block).digest().subarray(0, DIGEST);

async function scanOf(file: FileHandle, given: Encoding | undefined): Promise<Scan> {
  const digests: Buffer[] = [];
  const strict = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let utf8 = true;
  let nul = false;
  let start: Buffer = Buffer.alloc(0);
  for await (const block of blocksOf(file)) {
    if (size === 0) start = block;
    size += block.length;
    digests.push(digestOf(block));
    nul ||= block.includes(0);
    utf8 &&= decodes(strict, block);
  }
  utf8 &&= decodes(strict, undefined);
  const encoding = encodingOf(start, { utf8, nul }, given);
  const decode = decoderOf(encoding);
  return { size, digests: Buffer.concat(digests), encoding, start: lineBreaks()(decode(start)) };
}

function decodes(decoder: TextDecoder, block: Buffer | undefined): boolean {
  try {
    decoder.decode(block, { stream: block !== undefined });
    return true;
  } catch {
    return false;
  }
}

async function* unchanged(
  file: FileHandle,
  { size, digests }: Scan,
  progress: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let done = 0;
  let place = 0;
  for await (const block of blocksOf(file)) {
    const expected = digests.subarray(place, place + DIGEST);
    if (!digestOf(block).equals(expected)) throw connectorProblem('file-changed');
    place += DIGEST;
    done += block.length;
    progress(done);
    yield block;
  }
  if (done !== size) throw connectorProblem('file-changed');
}

async function* textOf(blocks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding);
  const tidy = lineBreaks();
  for await (const block of blocks) yield tidy(decode(block));
}

/** Where Windows-1252 differs from Latin-1: 0x80 to 0x9f. Five places are free; those stay as they are. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decoderOf(encoding: Encoding): (block: Buffer) => string {
  if (encoding === 'windows-1252') {
    // Own table: some releases of Node read this encoding as Latin-1.
    return (block) => block.toString('latin1').replace(/[\x80-\x9f]/g, (byte) => WINDOWS[byte.charCodeAt(0) - 0x80]!);
  }
  const decoder = new TextDecoder(encoding);
  return (block) => decoder.decode(block, { stream: true });
}
