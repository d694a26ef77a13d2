import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { deliverCaseloads, root } from '#local';
import { DESKTOP, openWebTown, PHONE, putInLook, sessionOf, signInAs, type WebTown } from '../support/web';
import { withPalette } from './palette';
import { type Scene, SCENES } from './scenes';

const HELP = `npm run screens -- [--only NAME] [--quick]

Plays each scene of test/screens/scenes.ts on the real product with its demonstration, and writes a picture at phone and at
desktop width to docs/screens, with an index.

  --only NAME  scenes whose name begins so; the others keep their pictures
  --quick      without the departments' caseloads, which take a minute or two
`;

const FOLDER = join(root, 'docs', 'screens');
/** A Thursday morning in office hours: what the app says of the time is the same at every run. */
const NOW = new Date('2026-11-26T10:12:00+01:00');
const SIZES = [
  { name: 'phone', ...PHONE },
  { name: 'desktop', ...DESKTOP },
];
const TALLEST = 1_800;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, quick: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return void process.stdout.write(HELP);
  const wanted = SCENES.filter(({ name }) => name.startsWith(values.only ?? ''));
  if (wanted.length === 0) throw new Error('No scene has this name; see npm run screens -- --help');
  mkdirSync(FOLDER, { recursive: true });
  const town = await openWebTown();
  try {
    if (values.quick !== true) await deliverCaseloads(town.stack, { destination: 'screens', say });
    inOfficeHours(town);
    let failed = 0;
    for (const scene of wanted) {
      try {
        await play(town, scene);
        say(`  ${scene.name}`);
      } catch (fault) {
        failed++;
        say(`  ${scene.name} failed: ${fault instanceof Error ? fault.message : 'for no known reason'}`);
      }
    }
    writeIndex();
    if (failed > 0) throw new Error(`${failed} of ${wanted.length} scenes failed`);
  } finally {
    await town.stop();
  }
}

/** Teams answer the phone, whenever the pictures are made; of several the last one does not. */
function inOfficeHours({ line }: WebTown): void {
  line.change(/\/v1\/inquiries/, (body) => {
    const told = JSON.parse(body) as { answers?: { contacts?: { reachable?: boolean; instead?: unknown }[] }[] };
    for (const { contacts = [] } of told.answers ?? [])
      contacts.forEach((contact, i) => {
        if (contacts.length > 1 && i === contacts.length - 1 && contact.instead !== undefined) return;
        contact.reachable = true;
        delete contact.instead;
      });
    return JSON.stringify(told);
  });
}

async function play(town: WebTown, { name, as, path, act, dark }: Scene): Promise<void> {
  const page = await town.newPage();
  try {
    await page.clock.setFixedTime(NOW);
    if (as === undefined) await page.goto(path);
    else await signInAs(page, as, path);
    await page.locator('h1').first().waitFor();
    await act?.(page, town);
    for (const size of SIZES) {
      await putInLook(page, { ...size, ...(dark === true ? { dark } : {}) });
      writeFileSync(join(FOLDER, `${name}-${size.name}.png`), withPalette(await shoot(page, size)));
    }
  } finally {
    await page.context().close();
  }
}

/** The whole page from its top, as far as a reader would scroll; without the ring around what was used last. */
async function shoot(page: Page, { width, height }: { width: number; height: number }): Promise<Buffer> {
  const whole = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
    return document.documentElement.scrollHeight;
  });
  const clip = { x: 0, y: 0, width, height: Math.min(TALLEST, Math.max(height, whole)), scale: 1 };
  const session = await sessionOf(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true });
  return Buffer.from(data, 'base64');
}

/** Every picture in the folder belongs to a scene; what does not is removed. */
function writeIndex(): void {
  const files = SCENES.flatMap(({ name }) => SIZES.map((size) => `${name}-${size.name}.png`));
  for (const file of readdirSync(FOLDER))
    if (file.endsWith('.png') && !files.includes(file)) rmSync(join(FOLDER, file));
  const present = readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
  const bytes = present.reduce((sum, file) => sum + statSync(join(FOLDER, file)).size, 0);
  const rows = SCENES.filter(({ name }) => present.includes(`${name}-phone.png`)).map(({ name, title, as }) => {
    const who = as === undefined ? '' : `, as \`${as}\``;
    const picture = (size: string, width: number): string =>
      `<img src="${name}-${size}.png" width="${width}" alt="${title}, ${size}">`;
    return `## ${title}${who}\n\n| phone | desktop |\n| --- | --- |\n| ${picture('phone', 260)} | ${picture('desktop', 560)} |`;
  });
  const lines = [
    '# Screens',
    'Written by `npm run screens` from the demonstration, at 390 and 1280 px; scenes stand in `test/screens/scenes.ts`.',
    ...rows,
  ];
  writeFileSync(join(FOLDER, 'README.md'), `${lines.join('\n\n')}\n`);
  say(`${present.length} pictures, ${Math.round(bytes / 1024)} kB`);
}

main().then(
  () => process.exit(0),
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : 'the pictures failed'}\n`);
    process.exit(1);
  },
);
