import type { CDPSession, Page } from 'playwright-core';

/** One way in which somebody may see a page. */
export interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Device pixels for one of the page's: more when zoomed in */
  readonly scale?: number;
  readonly dark?: true;
  readonly forced?: true;
  /** Letters, words and lines further apart (WCAG 1.4.12) */
  readonly spaced?: true;
  readonly print?: true;
}

export const LOOKS: readonly Look[] = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'narrow phone', width: 320, height: 640 },
  { name: 'desktop', width: 1280, height: 900 },
  // 1280 × 1024 at 400 % (WCAG 1.4.10)
  { name: 'at 400 %', width: 320, height: 256, scale: 4 },
  { name: 'dark', width: 390, height: 844, dark: true },
  { name: 'forced colours', width: 390, height: 844, forced: true },
  { name: 'text spacing', width: 390, height: 844, spaced: true },
  // A4 without its margins
  { name: 'print', width: 718, height: 1047, print: true },
];

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** The way to what playwright has no word for. One for each page: what was set through it ends with it. */
export function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
}

/** Puts the page, in the state that it is in, in another look. */
export async function putInLook(page: Page, look: Look): Promise<void> {
  const { width, height, scale = 1, dark, forced, spaced, print } = look;
  await page.emulateMedia({
    colorScheme: dark === true ? 'dark' : 'light',
    forcedColors: forced === true ? 'active' : 'none',
    media: print === true ? 'print' : 'screen',
  });
  await page.setViewportSize({ width, height });
  const metrics = { width, height, deviceScaleFactor: scale, mobile: false };
  await (await sessionOf(page)).send('Emulation.setDeviceMetricsOverride', metrics);
  await page.evaluate(space, spaced === true);
}

/** Runs in the page. Through the style sheets' own interface, since its policy refuses inline styles. */
function space(on: boolean): void {
  const kept = globalThis as { spacing?: CSSStyleSheet };
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== kept.spacing);
  if (!on) return;
  kept.spacing = new CSSStyleSheet();
  kept.spacing.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, kept.spacing];
}
