import type { Problem } from '#problem';
import { STEERING, clean } from './clean';
import { explain } from './dutch';

/** Standard output holds results only, so that `--json` can be piped; questions and errors go to standard error. */
export class Terminal {
  constructor(
    readonly input: NodeJS.ReadStream,
    private readonly output: NodeJS.WritableStream,
    private readonly errors: NodeJS.WritableStream & { isTTY?: boolean },
  ) {}

  /** Whether a person sits at the keyboard and can be asked something. */
  get interactive(): boolean {
    return this.input.isTTY === true && this.errors.isTTY === true;
  }

  /** Where prompts are written. */
  get prompts(): NodeJS.WritableStream {
    return this.errors;
  }

  /** Prints lines of the result; each is made harmless once more. */
  say(lines: readonly string[]): void {
    this.output.write(lines.map((line) => `${line.replace(STEERING, ' ')}\n`).join(''));
  }

  /** Prints the one JSON object of `--json`. */
  sayJson(value: unknown): void {
    this.output.write(`${harmlessJson(value)}\n`);
  }

  /** A remark that is not part of the result. */
  remark(line: string): void {
    this.errors.write(`${clean(line)}\n`);
  }

  /** A remark with an address on a line of its own, to be copied whole. */
  address(remark: string, url: string): void {
    this.errors.write(`${clean(remark)}\n  ${url.replace(STEERING, '')}\n`);
  }

  complain(problem: Problem, json: boolean): void {
    if (!json) {
      this.errors.write(`${explain(problem).map(clean).join('\n')}\n`);
      return;
    }
    const { title, status, advice } = problem.kind;
    this.errors.write(
      `${harmlessJson({ problem: { code: problem.code, status, title, advice, ...problem.detail } })}\n`,
    );
  }
}

/** JSON.stringify leaves C1 controls and bidirectional marks as they are; here they are written as \uXXXX. */
function harmlessJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
