import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '#problem';
import { writeAll } from './files';
import { connectorProblem } from './problems';
import type { Row } from './text';

/** As many as fit on a screen. */
const FIRST = 20;

export interface RejectedLine {
  readonly line: number;
  readonly problem: Problem;
}

/**
 * A spreadsheet runs a cell that begins so (CSV injection). It may divide lines at another delimiter than ours, the one of
 * its language: so what follows any of them counts as a beginning, and so does what follows a quotation mark.
 */
const FORMULA = /(^|[;,\t|"\n])(\s*)(?=[=+\-@])/g;

/**
 * Lines that cannot be delivered: the first ones are told, all of them go to a file beside the state that only its owner
 * can read. It holds what the source held, so the file of the delivery before is removed.
 */
export class Rejected {
  readonly first: RejectedLine[] = [];
  #count = 0;
  #file: number | undefined;
  #path: string | undefined;
  #buffer: string[] = [];

  /** @param describe gives the reason in words for the file */
  constructor(
    private readonly folder: string,
    private readonly header: readonly string[],
    private readonly delimiter: string,
    private readonly describe: (problem: Problem) => string,
  ) {
    for (const name of readdirSync(folder)) {
      if (/^afgekeurd-[\d-]+\.csv$/.test(name)) rmSync(join(folder, name), { force: true });
    }
  }

  get count(): number {
    return this.#count;
  }

  /** Where they stand; undefined when nothing was rejected. */
  get path(): string | undefined {
    return this.#path;
  }

  add({ line, cells }: Row, problem: Problem): void {
    this.#count += 1;
    if (this.first.length < FIRST) this.first.push({ line, problem });
    if (this.#file === undefined) this.#begin();
    this.#say([...cells, this.describe(problem), String(line)]);
  }

  /** All of it on the disk. */
  end(): void {
    if (this.#file === undefined) return;
    this.#flush();
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#file = undefined;
  }

  #begin(): void {
    const stamp = new Date().toISOString().replace(/[:T]/g, '-').slice(0, 19);
    this.#path = join(this.folder, `afgekeurd-${stamp}.csv`);
    try {
      this.#file = openSync(this.#path, 'wx', 0o600);
    } catch {
      throw connectorProblem('state-not-kept');
    }
    // Spreadsheets take a file without this mark for Windows-1252.
    this.#buffer.push('\ufeff');
    this.#say([...this.header, 'reden', 'regel']);
  }

  #say(cells: readonly string[]): void {
    this.#buffer.push(`${cells.map((cell) => this.#cell(cell)).join(this.delimiter)}\r\n`);
    if (this.#buffer.length > 500) this.#flush();
  }

  #cell(text: string): string {
    const harmless = text.replace(FORMULA, "$1$2'");
    return /["\n\r]/.test(harmless) || harmless.includes(this.delimiter)
      ? `"${harmless.replaceAll('"', '""')}"`
      : harmless;
  }

  #flush(): void {
    try {
      if (this.#file !== undefined) writeAll(this.#file, Buffer.from(this.#buffer.join('')));
    } catch {
      throw connectorProblem('state-not-kept');
    }
    this.#buffer = [];
  }
}
