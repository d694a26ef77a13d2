import { createHash } from 'node:crypto';
import type { DemoPerson, Role } from './people';

const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; --ink: #1b1f24; --quiet: #4a5460;
  --paper: #f4f5f7; --card: #fff; --line: #6b7280; --link: #0b4fa8; --over: #e8f0fb; --note: #ffe9a8; --edge: #7a5200; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef1f5; --quiet: #b9c2cd; --paper: #14181d; --card: #20262d; --line: #8a94a1; --link: #8fbcff;
    --over: #2b3541; --note: #3d3212; --edge: #ffd35c; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
main { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 44rem; }
main.wide { max-width: 72rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.25rem 0 .5rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .6rem; }
p { margin: .5rem 0; max-width: 42rem; }
.demo { margin: 0; padding: .6rem .9rem; background: var(--note); border-left: .4rem solid var(--edge); font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .6rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
li { display: grid; }
button { display: grid; align-content: start; min-height: 3rem; padding: .6rem .9rem; text-align: left;
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .3rem; cursor: pointer; }
button:hover { background: var(--over); }
button:focus-visible, a:focus-visible { outline: .2rem solid var(--link); outline-offset: .15rem; }
button strong { color: var(--link); text-decoration: underline; text-underline-offset: .15em; }
strong, span { display: block; }
.try { color: var(--quiet); margin-top: .3rem; }
.main { align-content: center; font-weight: 600; color: var(--card); background: var(--link); border-color: var(--link); }
.main:hover { color: var(--link); background: var(--card); }
.row { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.25rem; align-items: center; }
.row a { color: var(--link); padding: .7rem .2rem; min-height: 3rem; }
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

/** One button for each person, so that Tab and Enter suffice; people of one kind stand together. */
export const choicePage = (people: readonly DemoPerson[]): string => {
  const titles = [...new Set(people.map(groupOf))];
  const groups = titles.map((title, place) => {
    const members = people.filter((person) => groupOf(person) === title);
    return group(title, members, place);
  });
  return page(
    'Kies wie u bent',
    `<p>Dit zijn verzonnen mensen. Er is geen wachtwoord nodig. Kies met wie u wilt inloggen. Bij iedereen staat wat u kunt
proberen. Na uitloggen kunt u iemand anders kiezen.</p>
<form method="post">
${groups.join('\n')}
</form>`,
    'wide',
  );
};

/**
 * Asks whether a log-out is meant: any page could have sent somebody here.
 * @param form of the provider, without a button
 * @param returnsTo origin of the app
 */
export const logOutPage = (form: string, returnsTo: string | undefined): string =>
  page(
    'Wilt u uitloggen?',
    `<p>U logt dan overal uit: in Raakvlak, ook in andere tabbladen, en bij deze inlogdienst.</p>
${form}
<div class="row">
<button class="main" type="submit" form="op.logoutForm" name="logout" value="yes">Ja, log mij uit</button>
${returnsTo === undefined ? '' : `<a href="${safe(returnsTo)}/">Nee, terug naar Raakvlak</a>`}
</div>`,
  );

/** Where somebody comes who logged out without an app to go back to. */
export const loggedOutPage = (): string =>
  page('U bent uitgelogd', '<p>U kunt dit venster sluiten. Wilt u verder? Open dan Raakvlak en log opnieuw in.</p>');

/** Says that signing in failed, without a technical text that could repeat what was sent. */
export const failurePage = (): string =>
  page(
    'Dit is niet gelukt',
    '<p>De aanvraag is verlopen of niet goed. Ga terug naar Raakvlak en begin opnieuw met inloggen of uitloggen.</p>',
  );

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  professional: 'Medewerker',
  'team-coordinator': 'Teamcoördinator',
  broker: 'Bemiddelaar',
  connection: 'Koppeling',
  'application-manager': 'Applicatiebeheerder',
  'privacy-officer': 'Privacy officer',
  'data-protection-officer': 'Functionaris gegevensbescherming',
  'data-owner': 'Gegevenseigenaar',
};

const wordsOf = ({ roles }: DemoPerson): string => roles.map((role) => ROLE_WORDS[role]).join(', ') || 'Zonder rol';
const groupOf = (person: DemoPerson): string => person.group ?? wordsOf(person);

const group = (title: string, members: readonly DemoPerson[], place: number): string =>
  `<h2 id="g${place}">${safe(title)}</h2>
<ul aria-labelledby="g${place}">
${members.map(button).join('\n')}
</ul>`;

/** The role stands in words beside the job, unless the job says the same already. */
const button = (person: DemoPerson): string => {
  const { sub, name, job } = person;
  const role = job.startsWith(wordsOf(person)) ? '' : `<span>Rol: ${safe(wordsOf(person).toLowerCase())}</span>`;
  const hint = person.try === undefined ? '' : `<span class="try">${safe(person.try)}</span>`;
  return `<li><button type="submit" name="sub" value="${safe(sub)}"><strong>${safe(name)}</strong><span>${safe(job)}</span>${role}${hint}</button></li>`;
};

const page = (title: string, content: string, width = ''): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Raakvlak</title>
<style>${STYLE}</style>
</head>
<body>
<main${width === '' ? '' : ` class="${width}"`}>
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
