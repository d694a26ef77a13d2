import { createHash } from 'node:crypto';
import type { DemoPerson } from './people';

const STYLE = `
:root { color-scheme: light; font: 1.0625rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #f4f5f7; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 44rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1rem 0 .5rem; }
.demo { margin: 0; padding: .6rem .9rem; background: #ffe9a8; border-left: .4rem solid #7a5200; font-weight: 600; }
ul { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; gap: .5rem; }
button { width: 100%; min-height: 3.2rem; padding: .6rem .9rem; text-align: left; font: inherit; color: inherit;
  background: #fff; border: 1px solid #6b7280; border-radius: .3rem; cursor: pointer; }
button:hover { background: #e8f0fb; }
button:focus-visible { outline: .2rem solid #0b4fa8; outline-offset: .15rem; }
strong, span { display: block; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * Headers of every page. No script runs, nothing is loaded, no other site can frame it.
 * @param returnsTo origin that the form may lead to: browsers apply form-action to the redirect after it as well
 */
export const pageHeaders = (returnsTo = ''): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    `form-action 'self' ${returnsTo}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  // Not no-referrer: browsers would then send the form with Origin: null.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

/** One button for each person, so that Tab and Enter suffice. */
export const choicePage = (people: readonly DemoPerson[]): string =>
  page(
    'Kies wie u bent',
    `<p>Dit zijn verzonnen mensen. Er is geen wachtwoord nodig. Kies met wie u wilt inloggen.</p>
<form method="post">
<ul>
${people.map(button).join('\n')}
</ul>
</form>`,
  );

/** Says that signing in failed, without a technical text that could repeat what was sent. */
export const failurePage = (): string =>
  page(
    'Inloggen is niet gelukt',
    '<p>De aanvraag is verlopen of niet goed. Ga terug naar Raakvlak en begin opnieuw met inloggen.</p>',
  );

const button = ({ sub, name, job }: DemoPerson): string =>
  `<li><button type="submit" name="sub" value="${safe(sub)}"><strong>${safe(name)}</strong><span>${safe(job)}</span></button></li>`;

const page = (title: string, content: string): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Raakvlak</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="demo">Alleen voor demonstratie</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const safe = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
