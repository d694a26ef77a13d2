import { fourCases } from './four-cases';
import { incident } from './incident';
import { play, type Story, StoryBroken } from './stage';

/** `npm run story -- NAME`: plays a story through the real processes; exit code 1 when a step does not hold. */
const STORIES: Readonly<Record<string, Story>> = { incident, 'four-cases': fourCases };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([name = '']: readonly string[]): Promise<number> {
  const story = Object.hasOwn(STORIES, name) ? STORIES[name] : undefined;
  if (story === undefined) {
    say('Gebruik: npm run story -- NAAM\n');
    for (const [known, { title }] of Object.entries(STORIES)) say(`  ${known.padEnd(12)} ${title}`);
    return 2;
  }
  await play(story, say);
  say('\nHet hele verhaal klopt.');
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (fault: unknown) => {
    const broken = fault instanceof StoryBroken;
    process.stderr.write(
      broken
        ? `\nHet verhaal klopt niet: ${fault.message}\n`
        : `\n${fault instanceof Error ? fault.message : 'Het verhaal stopte.'}\n`,
    );
    process.exit(1);
  },
);
