import type { Page } from 'playwright-core';

/** What somebody aims at with a thumb; everything else may be as small as WCAG 2.5.8 allows. */
const MAIN = '.utrecht-button, a[href^="tel:"], input, select, textarea, header nav a';
const LEAST = 24;
const LEAST_OF_MAIN = 44;

/**
 * The page needs no sideways scroll, nothing sticks out or is cut off, and every target is large enough: 24 px, the main ones
 * 44 (WCAG 1.4.10, 1.4.12, 2.5.8). Links within a line of text are excepted; a table may scroll in a frame of its own.
 * @param targets whether sizes of targets count here; not on paper
 */
export async function expectFits(page: Page, { targets = true }: { targets?: boolean } = {}): Promise<void> {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const found = [
    ...(sideways > 0 ? [`${sideways} px of sideways scroll`] : []),
    ...(await page.evaluate(outsideTheScreen)),
    ...(targets ? await page.evaluate(smallTargets, { main: MAIN, least: LEAST, leastOfMain: LEAST_OF_MAIN }) : []),
  ];
  expect(found).toEqual([]);
}

// The functions below run in the page.

function outsideTheScreen(): string[] {
  const inFrameOfItsOwn = (element: Element): boolean => {
    const frame = element.closest('[tabindex="0"], pre');
    return frame !== null && /auto|scroll/.test(getComputedStyle(frame).overflowX);
  };
  const cut = (element: Element): boolean => {
    // What somebody types may be longer than its field.
    if (element.matches('input, textarea')) return false;
    const { overflowX, clipPath, position } = getComputedStyle(element);
    // What is for screen readers alone is cut off on purpose.
    if (clipPath !== 'none' || (position === 'absolute' && element.clientWidth <= 1)) return false;
    return /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
  };
  const found: string[] = [];
  for (const element of document.body.querySelectorAll('*')) {
    const words = [...element.childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim() !== '');
    if (!element.checkVisibility() || !(words || element.matches('input, button, select, textarea, img, svg')))
      continue;
    const { left, right, bottom, width } = element.getBoundingClientRect();
    if (width === 0 || bottom < 0 || inFrameOfItsOwn(element)) continue;
    const name = `${element.tagName.toLowerCase()} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    if (right > innerWidth + 1 || left < -1)
      found.push(`${name} sticks out: ${Math.round(left)} to ${Math.round(right)}`);
    else if (cut(element)) found.push(`${name} is cut off`);
  }
  return found;
}

function smallTargets({ main, least, leastOfMain }: { main: string; least: number; leastOfMain: number }): string[] {
  const TARGETS =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=option]';
  const inLine = (element: Element): boolean => {
    if (getComputedStyle(element).display !== 'inline') return false;
    const siblings = [...(element.parentElement?.childNodes ?? [])];
    return siblings.some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim() !== '');
  };
  /** A label is part of its control's target, and so is whatever is laid over them. */
  const reaches = (element: Element, labels: readonly Element[], size: number): boolean => {
    element.scrollIntoView({ block: 'center', inline: 'nearest' });
    const rects = [element, ...labels].map((part) => part.getBoundingClientRect());
    const [top, bottom] = [Math.min(...rects.map((r) => r.top)), Math.max(...rects.map((r) => r.bottom))];
    const [left, right] = [Math.min(...rects.map((r) => r.left)), Math.max(...rects.map((r) => r.right))];
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const half = size / 2 - 0.75;
    const hits = (dx: number, dy: number): boolean => {
      const hit = document.elementFromPoint(x + dx, y + dy);
      return hit !== null && [element, ...labels].some((part) => part === hit || part.contains(hit));
    };
    return (
      (bottom - top >= size - 0.5 || (hits(0, -half) && hits(0, half))) &&
      (right - left >= size - 0.5 || (hits(-half, 0) && hits(half, 0)))
    );
  };
  const found: string[] = [];
  // Behind a dialog nothing can be aimed at.
  const within = document.querySelector('dialog:modal') ?? document.body;
  for (const element of within.querySelectorAll<HTMLElement>(TARGETS)) {
    const { width, height, bottom } = element.getBoundingClientRect();
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || width * height === 0) continue;
    if ((bottom < 0 && getComputedStyle(element).position === 'fixed') || inLine(element)) continue;
    const size = element.matches(main) ? leastOfMain : least;
    if (width >= size - 0.5 && height >= size - 0.5) continue;
    const labels = [...((element as HTMLInputElement).labels ?? [])];
    if (labels.length > 0 && reaches(element, labels, size)) continue;
    const name = `${element.tagName.toLowerCase()} "${(element.textContent || element.id).trim().slice(0, 40)}"`;
    found.push(`${name} is ${Math.round(width)} × ${Math.round(height)} px, less than ${size}`);
  }
  return found;
}
