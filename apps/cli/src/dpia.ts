import { clean } from './clean';
import { SUBJECTS, dutchDate } from './render';

/*
 * The policy as a chapter of the data protection impact assessment: Markdown that a person reads and a word processor
 * takes. Dutch, since the municipality answers for it in Dutch.
 */

type Json = Readonly<Record<string, unknown>>;

const DOMAINS: Readonly<Record<string, string>> = {
  care: 'zorg',
  enforcement: 'toezicht',
  permits: 'vergunningen',
  debt: 'schulden',
  education: 'onderwijs',
  safety: 'veiligheid',
};
const ROLES: Readonly<Record<string, string>> = { professional: 'professional', 'team-coordinator': 'teamcoördinator' };
const RUNGS: Readonly<Record<string, string>> = {
  unit: 'dezelfde woning',
  number: 'hetzelfde huisnummer',
  subject: 'dezelfde persoon of hetzelfde bedrijf',
};
const SHOWN: Readonly<Record<string, string>> = {
  open: 'het team en hoe het te bereiken is',
  mediated: 'alleen de bemiddelaar',
  silent: 'niets',
  closed: 'niets',
};
const TOLD: Readonly<Record<string, string>> = {
  open: 'wie er vroeg',
  mediated: 'wie er vroeg',
  silent: 'wie er vroeg',
  closed: 'niets',
};
/** What no rule can change. */
const ALWAYS = [
  'Wat geen regel opent, blijft gesloten.',
  'De meest precieze regel geldt; bij gelijke precisie de strengste. De volgorde van de regels doet er niet toe.',
  'Een team kan één zaak strenger maken dan het beleid, nooit ruimer.',
  'Niets gevonden, stil en gesloten zien er voor de vrager hetzelfde uit.',
  'Een noodvraag opent alleen wat bemiddeld is; een stil team belt zelf. De privacy officer beoordeelt iedere noodvraag.',
  'Van een afgeschermde persoon of een afgeschermd adres vindt niemand iets; teams die al betrokken waren, zien het meldpunt.',
  'Inhoud van een zaak staat niet in het systeem en wordt nooit getoond.',
];

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
/** A cell of a table: one line, and nothing in it is taken for Markdown. */
const cell = (value: unknown): string => clean(text(value)).replace(/[\\`*_{}[\]<>#|!~&]/g, '\\$&');
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const inDutch = (words: Readonly<Record<string, string>>, value: unknown): string => words[text(value)] ?? cell(value);

const allInDutch = (words: Readonly<Record<string, string>>, values: unknown): string =>
  list(values)
    .map((value) => inDutch(words, value))
    .join(', ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `| ${head.map(() => '---').join(' | ')} |`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

/** The narrowest that a rule says of somebody: a team, a department, a domain, or nothing. */
function party(value: unknown, everybody: string): string {
  const { team, department, domain } = object(value);
  const parts = [
    ...(team === undefined ? [] : [`team ${cell(team)}`]),
    ...(department === undefined ? [] : [`afdeling ${cell(department)}`]),
    ...(domain === undefined ? [] : [`domein ${inDutch(DOMAINS, domain)}`]),
  ];
  return parts.length === 0 ? everybody : parts.join(', ');
}

function ruleRow(value: unknown): string[] {
  const { id, owner, asker, purpose, kind, rung, disclosure, label } = object(value);
  const shown = inDutch(SHOWN, disclosure);
  return [
    cell(id),
    party(owner, 'ieder team'),
    party(asker, 'iedereen'),
    purpose === undefined ? 'ieder doel' : cell(purpose),
    kind === undefined ? 'alle soorten' : inDutch(SUBJECTS, kind),
    rung === undefined ? 'alles' : inDutch(RUNGS, rung),
    disclosure === 'mediated' ? `${shown}: ${cell(label)}` : shown,
    inDutch(TOLD, disclosure),
  ];
}

function purposeRow(value: Json): string[] {
  const { code, name, version, roles, domains, kinds, legalBasis, registerEntry, effectiveFrom, effectiveUntil } =
    value;
  const until = effectiveUntil === undefined || effectiveUntil === null ? '' : dutchDate(text(effectiveUntil));
  return [
    `${cell(name)} (${cell(code)})`,
    cell(version),
    dutchDate(text(effectiveFrom)),
    until || 'geen einde',
    allInDutch(ROLES, roles),
    allInDutch(DOMAINS, domains),
    allInDutch(SUBJECTS, kinds),
    cell(legalBasis),
    cell(registerEntry),
  ];
}

/**
 * @param policy one version, as the index gives it
 * @param about its line in the list of versions, with who proposed and approved it; empty when there is none
 * @param purposes all versions of all purposes
 */
export function dpiaLines(policy: Json, about: Json, purposes: readonly Json[]): string[] {
  const { proposedBy, approvedBy } = about;
  const standIns = list(policy.brokers).map(object);
  return [
    `# Beleid v${cell(policy.version)}: wie ziet wat`,
    '',
    `Geldt vanaf ${dutchDate(text(policy.effectiveFrom))}.`,
    ...(proposedBy === undefined
      ? []
      : [`Voorgesteld door ${cell(proposedBy)}, goedgekeurd door ${cell(approvedBy)}.`]),
    '',
    '## Doelen en grondslagen',
    '',
    'Zonder een doel dat past bij de rol, het domein en het soort vraag, wordt een vraag geweigerd.',
    '',
    ...table(
      ['doel', 'versie', 'vanaf', 'tot en met', 'rollen', 'domeinen', 'soorten', 'grondslag', 'verwerkingsregister'],
      purposes.map(purposeRow),
    ),
    '',
    '## Regels',
    '',
    ...table(
      ['regel', 'eigenaar', 'vrager', 'doel', 'soort', 'gevonden op', 'vrager ziet', 'eigenaar hoort'],
      list(policy.rules).map(ruleRow),
    ),
    '',
    '## Bemiddelaars bij een zaak die een team strenger maakt',
    '',
    ...(standIns.length === 0
      ? ['Geen.']
      : table(
          ['eigenaar', 'bemiddelaar', 'zo staat het in het antwoord'],
          standIns.map(({ owner, team, label }) => [party(owner, 'ieder team'), cell(team), cell(label)]),
        )),
    '',
    '## Wat altijd geldt',
    '',
    ...ALWAYS.map((line) => `- ${line}`),
  ];
}
