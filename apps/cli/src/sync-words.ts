import { basename } from 'node:path';
import type { Checked, Field, Outcome, Plan, Recognised, Stage, Unusual } from '#connector';
import { sentence } from './dutch';

const FIELDS: Readonly<Record<Field, string>> = {
  bsn: 'BSN',
  vnr: 'V-nummer',
  kvk: 'KvK-nummer',
  postcode: 'Postcode',
  number: 'Huisnummer',
  letter: 'Huisletter',
  addition: 'Toevoeging',
  address: 'Adres',
  bag: 'BAG-nummer',
  caseNumber: 'Zaaknummer',
  team: 'Team',
  notice: 'Kennisgeving',
};

const DELIMITERS: Readonly<Record<string, string>> = { ';': 'puntkomma', ',': 'komma', '\t': 'tab', '|': 'streep (|)' };

export const STAGES: Readonly<Record<Stage, string>> = {
  bag: 'BAG-bestand lezen',
  checking: 'Regels nakijken',
  'starting-over': 'Alles intrekken',
  renewing: 'Verlengen',
  sending: 'Registreren',
  withdrawing: 'Intrekken',
};

/** 12345 as 12.345. */
export const amount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '.');

/** What was recognised in the file: our own words for the columns, never theirs. */
export function recognisedLines({ encoding, delimiter, columns, otherColumns }: Recognised): string[] {
  const found = columns.map(({ field, place }) => `${FIELDS[field]} (kolom ${place})`);
  const others = otherColumns === 0 ? '' : `; ${amount(otherColumns)} andere niet gebruikt`;
  return [
    `Bestand: ${encoding}, gescheiden door ${DELIMITERS[delimiter] ?? 'een ander teken'}.`,
    `Herkend: ${found.join(', ')}${others}.`,
  ];
}

/** What every line was found to be, before anything changes. */
export function checkedLines({ plan, first, rejectedFile, startingOver }: Checked): string[] {
  const errors = first.map(({ line, problem }) => `  Regel ${line}: ${sentence(problem)}`);
  const more = plan.rejected - first.length;
  return [
    `${amount(plan.lines)} regels gelezen, ${amount(plan.rejected)} afgekeurd.`,
    ...errors,
    ...(more > 0 ? [`  … en nog ${amount(more)}.`] : []),
    ...(rejectedFile === undefined ? [] : [`Alle afgekeurde regels staan in ${rejectedFile}`]),
    ...(startingOver ? ['Alles wat deze verbinding eerder registreerde, wordt eerst ingetrokken.'] : []),
    ...planLines(plan),
  ];
}

function planLines(plan: Plan): string[] {
  const part = (count: number, words: string): string[] => (count === 0 ? [] : [`${amount(count)} ${words}`]);
  return [
    `Er stonden ${amount(plan.stood)} betrokkenheden. Nu: ${[
      `${amount(plan.additions)} nieuw`,
      `${amount(plan.ends)} verdwenen`,
      `${amount(plan.unchanged)} hetzelfde`,
      ...part(plan.renewals, 'te verlengen'),
      ...part(plan.rotating, 'over naar de nieuwe sleutel'),
      ...part(plan.again, 'opnieuw te versturen'),
    ].join(', ')}.`,
  ];
}

const WHY: Readonly<Record<Unusual, (plan: Plan) => string>> = {
  additions: ({ additions, stood }) =>
    stood === 0
      ? `${amount(additions)} nieuwe betrokkenheden; er stond nog niets. Leverde u eerder en is de map van --state kwijt? Gebruik dan --start-over.`
      : `${amount(additions)} nieuwe betrokkenheden op ${amount(stood)}: meer dan 20 procent.`,
  ends: ({ ends, stood }) => `${amount(ends)} van de ${amount(stood)} betrokkenheden verdwijnen: meer dan 20 procent.`,
  rejected: ({ rejected, lines }) =>
    `${amount(rejected)} van de ${amount(lines)} regels zijn afgekeurd: meer dan 20 procent.`,
};

/** Why somebody must look before it goes on. */
export function unusualLines({ unusual, plan, startingOver }: Checked): string[] {
  return [
    ...(startingOver ? ['Alles wat deze verbinding registreerde wordt ingetrokken en opnieuw geleverd.'] : []),
    ...unusual.map((why) => WHY[why](plan)),
  ];
}

/** The closing summary. */
export function summaryLines({ dryRun, done, plan, rejectedFile, unusual, seconds }: Outcome): string[] {
  if (dryRun) {
    return [
      'Proef: er is niets verstuurd.',
      ...(unusual.length > 0 ? ['Bij het echte leveren is --approve nodig, of een ja op de vraag.'] : []),
    ];
  }
  return [
    'Klaar: de levering is volledig.',
    `  Geregistreerd: ${amount(done.registered)}`,
    `  Verlengd:      ${amount(done.renewed)}`,
    `  Beëindigd:     ${amount(done.ended)}${done.moved === 0 ? '' : ` (waarvan ${amount(done.moved)} verhuisd)`}`,
    `  Hetzelfde:     ${amount(plan.unchanged)}`,
    `  Afgekeurd:     ${amount(plan.rejected)}${rejectedFile === undefined ? '' : ` (zie ${basename(rejectedFile)})`}`,
    `  Bewerkingen bij de sleutelbeheerder: ${amount(done.evaluations)}`,
    `  Duur: ${seconds.toFixed(1)} seconden`,
  ];
}

/** The one object of `--json`: figures, line numbers and codes. */
export function outcomeJson({ dryRun, done, plan, first, rejectedFile, unusual, seconds }: Outcome): object {
  return {
    dryRun,
    plan,
    ...done,
    unchanged: plan.unchanged,
    rejected: plan.rejected,
    unusual,
    errors: first.map(({ line, problem }) => ({ line, code: problem.code })),
    ...(rejectedFile === undefined ? {} : { rejectedFile }),
    seconds,
  };
}
