import axe from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

/**
 * No rule of axe-core is broken in what the page shows now (WCAG 2.2 AA and good practice).
 * @param rules only these, for a look in which the others cannot differ
 */
export async function expectAccessible(page: Page, rules?: readonly string[]): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    ([runOnly]) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<Found> } }).axe.run({
        runOnly,
        resultTypes: ['violations'],
        // It would fetch style sheets, which this page may not.
        preload: false,
      }),
    [rules === undefined ? { type: 'tag', values: TAGS } : { type: 'rule', values: rules }] as const,
  );
  expect(
    violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
    ),
  ).toEqual([]);
}
