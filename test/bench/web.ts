import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  fillQuestion,
  findBrowser,
  HOW_TO_GET_ONE,
  launch,
  openWebTown,
  PHONE,
  signInAs,
  type WebTown,
} from '../support/web';
import { type Row, median, rounded } from './measure';

const SLOWER = 4;
/** What a phone has at the edge of a village: bytes a second, milliseconds. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const LOADS = 7;
const GOAL_PAINT = 900;
const GOAL_ANSWER = 1_000;

/** Numbers of the reserved range that nobody is registered under, and one that somebody is. */
const NUMBERS = [
  '999993653',
  '999992971',
  '999990019',
  '999991772',
  '999992077',
  '999993847',
  '999994542',
  '999995571',
];

type Say = (line: string) => void;

/** First paint, and a question from key press to answer, on a phone that is four times slower. */
export async function webRows(wants: (id: string) => boolean, say: Say): Promise<Row[]> {
  const path = findBrowser();
  if (path === undefined) {
    say(`  no browser found, so these rows are left out: ${HOW_TO_GET_ONE}`);
    return [];
  }
  const town = await openWebTown();
  const bare = await startBare();
  const browser = await launch(path, undefined);
  try {
    return [
      ...(wants('web-first') ? await paintRows(browser, town, bare.address, say) : []),
      ...(wants('web-answer') ? [await answerRow(browser, town, bare.address, say)] : []),
    ];
  } finally {
    await browser.close();
    await bare.stop();
    await town.stop();
  }
}

const BARE_PAGE =
  '<!doctype html><html lang="nl"><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,"><h1>Raakvlak</h1><p>Wie is er nog meer betrokken?</p></html>';
/** The stretch alone, at its floor, as the references of speed have it. */
const BARE_WORKER = `importScripts('/argon2.js');
onmessage = async () => {
  const began = performance.now();
  await hashwasm.argon2id({ password: new Uint8Array(64), salt: new Uint8Array(16), parallelism: 1, iterations: 2,
    memorySize: 19456, hashLength: 32, outputType: 'binary' });
  postMessage(performance.now() - began);
};`;

/** A page without anything, and a worker with nothing but Argon2id. */
async function startBare(): Promise<{ address: string; stop(): Promise<void> }> {
  const argon2 = readFileSync(require.resolve('hash-wasm/dist/argon2.umd.min.js'));
  const server = createServer(({ url }, response) => {
    const script = url === '/worker.js' ? BARE_WORKER : url === '/argon2.js' ? argon2 : undefined;
    response.setHeader('content-type', script === undefined ? 'text/html; charset=utf-8' : 'text/javascript');
    response.end(script ?? BARE_PAGE);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.resolve();
    },
  };
}

// ---- first paint ----

/** Milliseconds from the request to the first words, and to the largest piece of what comes in the end. */
interface Paint {
  readonly first: number;
  readonly screen: number;
}

async function paintRows(browser: Browser, town: WebTown, bare: string, say: Say): Promise<Row[]> {
  await paintOf(browser, town.address);
  const rounds: { ours: Paint; bare: Paint }[] = [];
  for (let round = 1; round <= LOADS; round++) {
    const one = { ours: await paintOf(browser, town.address), bare: await paintOf(browser, bare) };
    const told = [one.ours.first, one.ours.screen, one.bare.first].map((ms) => `${ms.toFixed(0)} ms`);
    say(`  load ${round}: first paint ${told[0]}, whole screen ${told[1]}, bare page ${told[2]}`);
    rounds.push(one);
  }
  const reference = median(rounds.map(({ bare }) => bare.first));
  const row = (id: string, what: string, value: number, goal?: number): Row => ({
    id,
    what: `${what}, processor ${SLOWER} × slower, 1.6 Mbit/s, 150 ms, nothing kept, median of ${LOADS}`,
    value: rounded(value),
    unit: 'ms',
    reference: rounded(reference),
    ratio: rounded(value / reference),
    goal: goal === undefined ? 'none set' : `<= ${goal} ms`,
    met: goal === undefined || value <= goal,
  });
  return [
    row('web-first-paint', 'web app, first paint', median(rounds.map(({ ours }) => ours.first)), GOAL_PAINT),
    row('web-first-screen', 'web app, sign-in screen there', median(rounds.map(({ ours }) => ours.screen))),
  ];
}

async function paintOf(browser: Browser, address: string): Promise<Paint> {
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', NETWORK);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(address, { waitUntil: 'load' });
    await page.locator('h1').waitFor();
    return await page.evaluate(paints);
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
function paints(): Promise<Paint> {
  return new Promise((done) => {
    const found = { first: 0, screen: 0 };
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries())
        if (name === 'first-contentful-paint') found.first = startTime;
    }).observe({ type: 'paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) found.screen = startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => done(found), 500);
  });
}

// ---- from key press to answer ----

async function answerRow(browser: Browser, town: WebTown, bare: string, say: Say): Promise<Row> {
  const context = await browser.newContext({ viewport: PHONE, baseURL: town.address });
  const page = await context.newPage();
  await signInAs(page, 'bilal', '/ask');
  // In a window of its own: of two tabs in one, the one behind is painted once a second.
  const other = await browser.newContext();
  const reference = await other.newPage();
  await reference.goto(bare);
  const rounds: { ours: number; stretch: number }[] = [];
  const slowed = await slowDown(browser);
  try {
    // The first one is a warm-up.
    for (const [i, number] of [NUMBERS[0]!, ...NUMBERS].entries()) {
      const ours = await answerTo(page, number);
      const stretch = await reference.evaluate(bareStretch);
      if (i === 0) continue;
      say(`  question ${i}: ${ours.toFixed(0)} ms, of which a stretch alone takes ${stretch.toFixed(0)} ms`);
      rounds.push({ ours, stretch });
    }
  } finally {
    await slowed();
    await context.close();
    await other.close();
  }
  const value = median(rounds.map(({ ours }) => ours));
  const alone = median(rounds.map(({ stretch }) => stretch));
  return {
    id: 'web-answer',
    what: `question in the browser from key press to answer, processor ${SLOWER} × slower, median of ${rounds.length}, against Argon2id alone there`,
    value: rounded(value),
    unit: 'ms',
    reference: rounded(alone),
    ratio: rounded(value / alone),
    goal: `<= ${GOAL_ANSWER} ms`,
    met: value <= GOAL_ANSWER,
  };
}

/** Makes all pages and their workers slower until the function is called that it gives back. */
async function slowDown(browser: Browser): Promise<() => Promise<void>> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => String(id));
  const brake = fork(join(__dirname, 'slow.js'), [String(SLOWER), ...pids]);
  return async () => {
    const over = once(brake, 'exit');
    brake.disconnect();
    await over;
  };
}

/** Types a number, presses Enter and waits for what is painted after the answer. */
async function answerTo(page: Page, number: string): Promise<number> {
  const again = page.getByRole('button', { name: 'Nieuwe vraag' });
  if (await again.isVisible()) await again.click();
  await fillQuestion(page, number);
  await page.evaluate(watch);
  await page.locator('#subject').press('Enter');
  await again.waitFor();
  return page.evaluate(() => (globalThis as unknown as { answered: Promise<number> }).answered);
}

/** Runs in the page: notes the key press and the first paint that has an answer. */
function watch(): void {
  const before = document.querySelector('h1');
  (globalThis as unknown as { answered: Promise<number> }).answered = new Promise((done) => {
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const seen = new MutationObserver(() => {
          const title = document.querySelector('h1');
          if (title === before || title === null || document.querySelector('#subject') !== null) return;
          seen.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - timeStamp)));
        });
        seen.observe(document.body, { childList: true, subtree: true });
      },
      { once: true, capture: true },
    );
  });
}

/** Runs in the page of the reference. */
function bareStretch(): Promise<number> {
  const kept = globalThis as unknown as { worker?: Worker };
  kept.worker ??= new Worker('/worker.js');
  const { worker } = kept;
  return new Promise((done) => {
    worker.onmessage = ({ data }: MessageEvent<number>) => done(data);
    worker.postMessage(0);
  });
}
