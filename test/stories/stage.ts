import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOrganisation, type Stack, startStack } from '#local';

/** A step of a story did not hold; the message is the sentence that turned out not to be true. */
export class StoryBroken extends Error {
  override readonly name = 'StoryBroken';
}

/** What a story is told on: the real processes, and sentences for whoever watches. Stories are told in Dutch. */
export class Stage {
  constructor(
    readonly stack: Stack,
    private readonly print: (line: string) => void,
  ) {}

  chapter(title: string): void {
    this.print(`\n${title}`);
  }

  tell(sentence: string): void {
    this.print(`  ${sentence}`);
  }

  /** What one of the parties has before it, and nothing more than that. */
  sees(who: string, ...lines: readonly string[]): void {
    this.print(`    ${who} ziet:`);
    for (const line of lines) this.print(`      ${line}`);
  }

  /** @throws StoryBroken when the sentence is not true */
  holds(sentence: string, fact: boolean): void {
    this.print(`  ${fact ? '✓' : '✗'} ${sentence}`);
    if (!fact) throw new StoryBroken(sentence);
  }

  /** Names of files with one of the texts in them: all that the servers wrote so far, logs and databases. */
  filesWith(...texts: readonly string[]): string[] {
    const { stack } = this;
    const folders = [stack.folder, ...(stack.postgres === undefined ? [] : [stack.postgres.folder])];
    const files = new Set(folders.flatMap((folder) => filesIn(folder)));
    return [...files].filter((file) => {
      const contents = bytesOf(file);
      return texts.some((text) => contents.includes(text));
    });
  }
}

export interface Story {
  readonly title: string;
  play(stage: Stage): Promise<void>;
}

/**
 * Plays a story on processes of its own, in a folder that is gone afterwards.
 * @throws StoryBroken when a step does not hold
 */
export async function play(story: Story, print: (line: string) => void): Promise<void> {
  print(story.title);
  const stack = await startStack({
    folder: mkdtempSync(join(tmpdir(), 'raakvlak-story-')),
    publishSeconds: 1,
    signSeconds: 1,
  });
  // Who stops watching halfway leaves nothing behind either.
  const leave = (): void => void stack.stop({ remove: true }).finally(() => process.exit(130));
  process.once('SIGINT', leave);
  try {
    await loadOrganisation(stack);
    await story.play(new Stage(stack, print));
  } finally {
    process.off('SIGINT', leave);
    await stack.stop({ remove: true });
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** A server may remove a file between the listing and the look. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw fault;
  }
}
