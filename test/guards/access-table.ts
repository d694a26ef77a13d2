import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RIGHTS, ROLES, type Right, type RightRule } from '#access';
import { root } from '#local';
import { ROUTES, type Route } from '../flows/index-routes';

const FILE = 'docs/access.md';
const [BEGIN, END] = ['<!-- rights: made by npm run docs:access -->', '<!-- rights: end -->'];

const named = ({ method, path }: Route): string => `\`${method} ${path}\``;

/** Rights × roles with their reach × routes × scope, as Markdown. */
function table(): string {
  const rows = Object.entries<RightRule>(RIGHTS).map(([right, { on, roles, scope }]) => {
    const routes = ROUTES.filter((route) => route.right === (right as Right)).map(named);
    const reach = ROLES.flatMap((role) => (roles[role] === undefined ? [] : [`${role}: ${roles[role]}`]));
    return [`\`${right}\``, on, reach.join(', '), routes.join(', ') || '–', scope === 'any' ? 'any' : `\`${scope}\``];
  });
  const open = ROUTES.filter(({ right }) => right === 'open').map(named);
  return [
    ['right', 'on', 'roles and how far they reach', 'routes', 'scope'],
    ['---', '---', '---', '---', '---'],
    ...rows,
    ['open to all', '', '', open.join(', '), ''],
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** The document as it is, and as the table makes it. @throws Error when the marks are not there, once and in order */
export function accessDocument(): { readonly path: string; readonly is: string; readonly should: string } {
  const path = join(root, FILE);
  const is = readFileSync(path, 'utf8');
  const [before, rest, ...more] = is.split(BEGIN);
  const [, after, ...others] = (rest ?? '').split(END);
  if (after === undefined || more.length + others.length > 0) throw new Error(`${FILE} has not its two marks once`);
  return { path, is, should: `${before}${BEGIN}\n\n${table()}\n\n${END}${after}` };
}
