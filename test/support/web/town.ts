import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { loadNamed, loadOrganisation, root, type Stack, startStack } from '#local';
import { AMPLE_BUDGETS, AMPLE_INDEX_BUDGETS } from '../budgets';
import { findBrowser, HOW_TO_GET_ONE } from './find-browser';
import { type Line, startLine } from './line';

/** The whole product with its demonstration, and a browser that reaches it over one recorded line. */
export interface WebTown {
  readonly stack: Stack;
  readonly browser: Browser;
  /** Origin of the app, and of the index */
  readonly address: string;
  /** What the browser asks of anybody */
  readonly line: Line;
  /**
   * A page in a browser profile of its own, at the app's address but not there yet (`page.goto('/')`).
   * @param options of playwright; a phone without motion unless told otherwise
   */
  newPage(options?: BrowserContextOptions & { clock?: Date | true }): Promise<Page>;
  /** The same in a profile that stays on disk, in a browser of its own: `page.context().close()` ends it */
  newPageOnDisk(folder: string): Promise<Page>;
  stop(): Promise<void>;
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

const said = new WeakMap<Page, string[]>();

/** What a page said in its console and what it did against its policy, in order; empty when all is well. */
export const saidBy = (page: Page): readonly string[] => said.get(page) ?? [];

/**
 * Without a browser this is refused: see findBrowser.
 * @param indexBudgets in the shape of the index's BUDGETS_FILE; ample when left out
 */
export async function openWebTown(indexBudgets: object = AMPLE_INDEX_BUDGETS): Promise<WebTown> {
  const path = findBrowser();
  if (path === undefined) throw new Error(`No browser found: ${HOW_TO_GET_ONE}.`);
  if (!existsSync(join(root, 'dist', 'apps', 'web', 'index.html')))
    throw new Error('The web app is not built: npm test does it');
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-web-'));
  const open: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    while (open.length > 0) await open.pop()?.();
  };
  try {
    const line = await startLine();
    open.push(() => line.stop());
    const [stack, browser] = await Promise.all([startFilled(folder, indexBudgets), launch(path, line)]);
    open.push(
      () => stack.stop({ remove: true }),
      () => browser.close(),
    );
    const address = stack.configuration.index;
    return {
      stack,
      browser,
      address,
      line,
      newPage: ({ clock, ...options } = {}) =>
        pageIn(browser.newContext({ ...likeAPhone(address), ...options }), clock),
      newPageOnDisk: (profile) =>
        pageIn(chromium.launchPersistentContext(profile, { ...started(path, line), ...likeAPhone(address) })),
      stop,
    };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function startFilled(folder: string, indexBudgets: object): Promise<Stack> {
  const stack = await startStack({
    folder,
    signSeconds: 1,
    publishSeconds: 1,
    budgets: AMPLE_BUDGETS,
    indexBudgets,
  });
  try {
    await loadOrganisation(stack);
    await loadNamed(stack);
    return stack;
  } catch (fault) {
    await stack.stop({ remove: true });
    throw fault;
  }
}

const started = (path: string, line: Line | undefined): LaunchOptions => ({
  executablePath: path,
  // The pages are our own and the sandbox does not start for root or in most containers.
  args: ['--no-sandbox', '--disable-quic', '--disable-gpu', '--disable-component-update', '--disable-sync'],
  ...(line === undefined ? {} : { proxy: { server: `http://127.0.0.1:${line.port}` } }),
});

/** @param path of findBrowser */
export const launch = (path: string, line: Line | undefined): Promise<Browser> => chromium.launch(started(path, line));

const likeAPhone = (address: string): BrowserContextOptions => ({
  baseURL: address,
  viewport: PHONE,
  locale: 'nl-NL',
  timezoneId: 'Europe/Amsterdam',
  reducedMotion: 'reduce',
});

async function pageIn(opened: Promise<BrowserContext>, clock?: Date | true): Promise<Page> {
  const context = await opened;
  const page = await context.newPage();
  const heard: string[] = [];
  said.set(page, heard);
  context.on('console', (message) => {
    if (message.type() !== 'debug' || message.text().startsWith(MARK))
      heard.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (fault) => heard.push(`error: ${String(fault)}`));
  await context.addInitScript((mark) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.debug(`${mark} ${effectiveDirective} ${blockedURI}`),
    );
  }, MARK);
  if (clock !== undefined) await page.clock.install(clock === true ? {} : { time: clock });
  return page;
}

const MARK = 'against the policy:';
