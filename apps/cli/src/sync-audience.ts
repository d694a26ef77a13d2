import { createInterface } from 'node:readline/promises';
import type { Audience, Checked, Recognised, Stage } from '#connector';
import type { Problem } from '#problem';
import { sentence } from './dutch';
import { checkedLines, recognisedLines, STAGES, unusualLines } from './sync-words';
import type { Terminal } from './terminal';

const BAR = 30;
const SHOW_EVERY_MS = 100;
const TELL_EVERY_MS = 10_000;

/**
 * Tells a delivery at the terminal: a bar where somebody looks, a plain line every tenth part or ten seconds elsewhere.
 * All of it goes to standard error; with `--json` only what is wrong.
 */
export class SyncAudience implements Audience {
  #stage: Stage | undefined;
  #shown = 0;
  #tenth = 0;
  #open = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly options: { readonly json?: boolean; readonly approve?: boolean; readonly dryRun?: boolean },
  ) {}

  recognised(recognised: Recognised): void {
    this.#tell(recognisedLines(recognised));
  }

  checked(checked: Checked): void {
    this.#tell(checkedLines(checked));
  }

  describe(problem: Problem): string {
    return sentence(problem);
  }

  waiting(seconds: number): void {
    this.#tell([`Een dienst antwoordt niet. Over ${seconds} seconden wordt het opnieuw geprobeerd.`]);
  }

  progress(stage: Stage, done: number, total: number): void {
    if (this.options.json === true) return;
    if (stage !== this.#stage) {
      this.end();
      this.#stage = stage;
      this.#shown = this.terminal.interactive ? 0 : Date.now();
      this.#tenth = 0;
    }
    if (this.terminal.interactive) this.#draw(stage, done, total);
    else this.#mention(stage, done, total);
  }

  /** @returns whether to go on: by `--approve`, or by an answer at the keyboard */
  async approve(checked: Checked): Promise<boolean> {
    this.end();
    if (this.options.approve === true) return true;
    for (const line of unusualLines(checked)) this.terminal.remark(line);
    if (!this.terminal.interactive || this.options.json === true) return false;
    const lines = createInterface({ input: this.terminal.input, output: this.terminal.prompts, historySize: 0 });
    try {
      return /^(j|ja)$/i.test((await lines.question('Doorgaan? Typ ja om te leveren: ')).trim());
    } catch {
      return false;
    } finally {
      lines.close();
    }
  }

  /** Leaves the line of the bar. */
  end(): void {
    if (this.#open) this.terminal.prompts.write('\n');
    this.#open = false;
  }

  #tell(lines: readonly string[]): void {
    this.end();
    if (this.options.json === true) return;
    for (const line of lines) this.terminal.remark(line.startsWith('  ') ? `- ${line.trim()}` : line);
  }

  #draw(stage: Stage, done: number, total: number): void {
    const now = Date.now();
    const ready = done >= total;
    if (now - this.#shown < SHOW_EVERY_MS && !ready) return;
    this.#shown = now;
    const share = total === 0 ? 0 : Math.min(1, done / total);
    const full = Math.round(share * BAR);
    const bar =
      total === 0 ? String(done) : `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${Math.floor(share * 100)}%`;
    this.terminal.prompts.write(`\r${STAGES[stage].padEnd(18)} ${bar}`);
    this.#open = true;
  }

  #mention(stage: Stage, done: number, total: number): void {
    if (total === 0) return;
    const tenth = Math.floor((done * 10) / total);
    if (tenth <= this.#tenth && Date.now() - this.#shown < TELL_EVERY_MS) return;
    // Reading goes by in a moment: only what takes time is told.
    if (stage === 'checking' && Date.now() - this.#shown < 1000) return;
    this.#tenth = Math.max(tenth, this.#tenth);
    this.#shown = Date.now();
    this.terminal.remark(`${STAGES[stage]}: ${Math.floor((done * 100) / total)}%`);
  }
}
