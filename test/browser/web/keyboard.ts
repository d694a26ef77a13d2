import type { Locator, Page } from 'playwright-core';

/** Keys that a person without a mouse has, and text typed into the focused field. */
export type Step = { readonly tabTo: Locator } | { readonly press: Key } | { readonly type: string };
type Key = 'Tab' | 'Enter' | 'Space' | 'Escape' | 'ArrowDown' | 'ArrowUp' | 'ArrowLeft' | 'ArrowRight' | '/';

export const tabTo = (locator: Locator): Step => ({ tabTo: locator });
export const press = (key: Key): Step => ({ press: key });
export const type = (text: string): Step => ({ type: text });

const MOST_TABS = 80;

/**
 * Goes through the page by keyboard alone. Wherever the focus comes it must show, and nothing may hide it (WCAG 2.4.7,
 * 2.4.11).
 */
export async function walkByKeyboard(page: Page, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('press' in step) await page.keyboard.press(step.press);
    else if ('type' in step) await page.keyboard.type(step.type);
    else await tabUntil(page, step.tabTo);
  }
}

async function tabUntil(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const faults = new Set<string>();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    for (const fault of await page.evaluate(focusFaults)) faults.add(fault);
    if (await target.evaluate((element) => element === document.activeElement)) {
      expect([...faults]).toEqual([]);
      return;
    }
  }
  throw new Error(`${String(target)} is not reached with ${MOST_TABS} tabs`);
}

/**
 * Runs in the page: compares how the focused element looks with how it looks when something else has the focus, and sees
 * whether a part of it is uncovered.
 */
function focusFaults(): string[] {
  const element = document.activeElement;
  if (element === null || element === document.body) return [];
  // A date has a few places of its own that Tab goes through; looking at it again would send the focus back to the first.
  const kept = globalThis as { looked?: Element };
  if (kept.looked === element) return [];
  kept.looked = element;
  const parts = [element, ...((element as HTMLInputElement).labels ?? []), element.parentElement ?? element];
  const look = (): string =>
    parts
      .map((part) => {
        const style = getComputedStyle(part);
        const {
          outlineStyle,
          outlineWidth,
          outlineColor,
          boxShadow,
          borderColor,
          borderWidth,
          backgroundColor,
          color,
        } = style;
        const outline = outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
        return [outline, boxShadow, borderColor, borderWidth, backgroundColor, color].join('; ');
      })
      .join('\n');
  const name = `${element.tagName.toLowerCase()} "${(element.textContent || element.id).trim().slice(0, 40)}"`;
  const found: string[] = [];
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const seen = [0.5, 0.1, 0.9].some((x) =>
    [0.5, 0.1, 0.9].some((y) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return hit !== null && (parts.includes(hit) || element.contains(hit) || parts.some((part) => part.contains(hit)));
    }),
  );
  if (!seen) found.push(`${name} has the focus and is out of sight`);
  const focused = look();
  // Matching :focus-visible is what draws the ring; the attribute `inert` takes the focus away without an event of a key.
  const plain = unfocused(element as HTMLElement, look);
  if (focused === plain) found.push(`${name} looks the same with the focus as without`);
  return found;

  function unfocused(focusedElement: HTMLElement, read: () => string): string {
    const events = (event: Event): void => event.stopImmediatePropagation();
    const kinds = ['blur', 'focusout', 'focus', 'focusin'];
    for (const kind of kinds) addEventListener(kind, events, true);
    focusedElement.blur();
    const without = read();
    focusedElement.focus({ preventScroll: true });
    for (const kind of kinds) removeEventListener(kind, events, true);
    return without;
  }
}
