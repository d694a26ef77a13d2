import { readFileSync } from 'node:fs';
import type { PolicyRoom } from '#client/node';
import { type Command, Option } from 'commander';
import { asPerson, type CommonOptions, type Surroundings, withCommonOptions, withPerson } from './command';
import { EXIT } from './exit-code';
import { cliProblem } from './problems';
import { dpiaLines } from './dpia';
import { SUBJECTS, dutchDate, inquiryLines } from './render';
import { clean } from './clean';

type Json = Record<string, unknown>;

const text = (value: unknown): string =>
  clean(typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const DISCLOSURE: Readonly<Record<string, string>> = {
  open: 'open',
  mediated: 'bemiddeld',
  silent: 'stil',
  closed: 'gesloten',
};
const TOLD: Readonly<Record<string, string>> = { who: 'wie er vroeg', that: 'dat er gevraagd is', nothing: 'niets' };

interface PolicyOptions extends CommonOptions {
  readonly asText?: true;
}

/** `raakvlak policy`: versions, one version, a proposal from a file, all cells. */
export function addPolicy(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('policy')
    .summary('bekijk het beleid of stel een nieuwe versie voor (privacy officer)')
    .description(
      'Bekijk het beleid: wat een betrokkenheid laat zien, aan wie en voor welk doel. Of stel een nieuw beleid voor.',
    )
    .argument('<action>', 'list, show, diff, propose of export')
    .argument('[name]', 'versie (v3), in-force, nummer van een voorstel, of een bestand bij propose')
    .argument('[other]', 'bij diff: waarmee u vergelijkt');
  withPerson(
    withCommonOptions(command, [
      'raakvlak policy list',
      'raakvlak policy show v1',
      'raakvlak policy diff in-force 6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b',
      'raakvlak policy propose beleid.json',
      'raakvlak policy export in-force > beleid.csv',
      'raakvlak policy export in-force --as-text > beleid.md',
    ]).option('--as-text', 'bij export: de regels, doelen en grondslagen als hoofdstuk voor de DPIA (Markdown)'),
  ).action((action: string, name: string | undefined, other: string | undefined, options: PolicyOptions) =>
    asPerson(surroundings, options, async ({ policyRoom }) => {
      const { terminal } = surroundings;
      const show = (value: Json, lines: readonly string[]): void =>
        options.json === true ? terminal.sayJson(value) : terminal.say(lines);
      if (action === 'list') {
        const policies = await policyRoom.policies();
        show({ policies }, policies.map(versionLine));
      } else if (action === 'show') {
        terminal.sayJson(await policyRoom.policy(name ?? 'in-force'));
      } else if (action === 'export') {
        if (options.asText === true) terminal.say(await chapterOn(policyRoom, name ?? 'in-force'));
        else {
          const cells = await policyRoom.cells(name ?? 'in-force');
          show({ cells }, csvOf(cells));
        }
      } else if (action === 'diff' && name !== undefined && other !== undefined) {
        const difference = await policyRoom.difference(name, other);
        show(difference, differenceLines(difference));
      } else if (action === 'propose' && name !== undefined) {
        const proposal = await policyRoom.proposePolicy(readJson(name));
        show({ proposal }, proposedLines(proposal));
      } else throw cliProblem('usage');
      return EXIT.done;
    }),
  );
}

async function chapterOn(room: PolicyRoom, name: string): Promise<string[]> {
  const policy = await room.policy(name);
  const about = (await room.policies()).find(({ version }) => version === policy.version);
  return dpiaLines(policy, about ?? {}, await room.purposeVersions());
}

const STATES: Readonly<Record<string, string>> = {
  'in-force': 'geldt nu',
  planned: 'gaat later in',
  past: 'gold eerder',
  'passed-over': 'nooit ingegaan',
};

const versionLine = ({ version, effectiveFrom, state, rules }: Json): string =>
  `v${text(version)}  ${STATES[text(state)] ?? text(state)}, vanaf ${dutchDate(text(effectiveFrom))}, ${text(rules)} regels`;

const COLUMNS = [
  'afdeling',
  'doel',
  'soort',
  'trede',
  'eigenaar',
  'zichtbaar',
  'eigenaar hoort',
  'regel',
  'bemiddelaar',
];

function csvOf(cells: readonly Json[]): string[] {
  const rows = cells.map(({ asker, purpose, kind, rung, owner, decision }) => {
    const { disclosure, told, rule, broker } = decision as Json;
    const label = (broker as Json | undefined)?.label;
    return [(asker as Json).department, purpose, kind, rung, owner, disclosure, told, rule, label ?? ''];
  });
  // Codes are plain; a label may hold anything, and a spreadsheet may not take it for a formula.
  const quoted = (value: unknown): string =>
    `"${text(value)
      .replace(/^([=+@-])/, "'$1")
      .replaceAll('"', '""')}"`;
  return [COLUMNS, ...rows].map((row) => row.map(quoted).join(';'));
}

function differenceLines({ added, removed, changed, cells }: Json): string[] {
  const rules = (words: string, ids: unknown): string[] =>
    (ids as unknown[]).length === 0 ? [] : [`${words}: ${(ids as unknown[]).map(text).join(', ')}`];
  const effects = (cells as Json[]).map(({ asker, purpose, kind, owner, from, to }) => {
    const word = (decision: unknown): string => DISCLOSURE[text((decision as Json).disclosure)] ?? '';
    const about = SUBJECTS[text(kind)] ?? text(kind);
    return `  ${text((asker as Json).department)}, ${text(purpose)}, ${about}: ${text(owner)} was ${word(from)}, wordt ${word(to)}`;
  });
  return [
    ...rules('Nieuwe regels', added),
    ...rules('Vervallen regels', removed),
    ...rules('Gewijzigde regels', changed),
    effects.length === 0 ? 'Niemand ziet iets anders.' : `Dit verandert (${effects.length}):`,
    ...effects,
  ];
}

const proposedLines = (id: string): string[] => [
  `Het voorstel is gedaan. Nummer: ${clean(id)}`,
  'Een tweede persoon keurt het goed of af: raakvlak proposals approve NUMMER',
];

/** @throws Problem `cli.file-unreadable` */
function readJson(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch {
    throw cliProblem('file-unreadable');
  }
}

/** `raakvlak purpose propose FILE`. */
export function addPurpose(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('purpose')
    .summary('stel een doel of een nieuwe versie van een doel voor (privacy officer)')
    .description('Stel een doel voor, met zijn grondslag en de dag waarop het ingaat.')
    .argument('<action>', 'propose')
    .argument('<file>', 'JSON-bestand met het doel');
  withPerson(withCommonOptions(command, ['raakvlak purpose propose doel.json'])).action(
    (action: string, file: string, options: CommonOptions) =>
      asPerson(surroundings, options, async ({ policyRoom }) => {
        if (action !== 'propose') throw cliProblem('usage');
        const proposal = await policyRoom.proposePurpose(readJson(file));
        if (options.json === true) surroundings.terminal.sayJson({ proposal });
        else surroundings.terminal.say(proposedLines(proposal));
        return EXIT.done;
      }),
  );
}

/** `raakvlak proposals`: the second pair of eyes. */
export function addProposals(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('proposals')
    .summary('bekijk voorstellen, en keur ze goed of af')
    .description('Bekijk wat op een tweede persoon wacht. Uw eigen voorstel kunt u niet goed- of afkeuren.')
    .argument('<action>', 'list, show, approve of reject')
    .argument('[id]', 'nummer van het voorstel');
  withPerson(withCommonOptions(command, ['raakvlak proposals list'])).action(
    (action: string, id: string | undefined, options: CommonOptions) =>
      asPerson(surroundings, options, async ({ policyRoom }) => {
        const { terminal } = surroundings;
        if (action === 'list') {
          const proposals = await policyRoom.proposals();
          const states: Readonly<Record<string, string>> = {
            open: 'open',
            approved: 'goedgekeurd',
            rejected: 'afgekeurd',
          };
          if (options.json === true) terminal.sayJson({ proposals });
          else
            terminal.say(
              proposals.map((one) => `${text(one.id)}  ${text(one.kind)}  ${states[text(one.state)] ?? ''}`),
            );
        } else if (action === 'show' && id !== undefined) terminal.sayJson(await policyRoom.proposal(id));
        else if ((action === 'approve' || action === 'reject') && id !== undefined) {
          await policyRoom.decide(id, action);
          if (options.json === true) terminal.sayJson({ proposal: id, decision: action });
          else terminal.say([action === 'approve' ? 'Het voorstel is goedgekeurd.' : 'Het voorstel is afgekeurd.']);
        } else throw cliProblem('usage');
        return EXIT.done;
      }),
  );
}

interface SimulateOptions extends CommonOptions {
  readonly department: string;
  readonly role: string;
  readonly purpose: string;
  readonly kind: string;
  readonly rung: string;
  readonly policy: string;
}

/** `raakvlak simulate`: what would somebody see? */
export function addSimulate(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('simulate')
    .summary('toon wat een vrager zou zien en wat de eigenaar zou horen')
    .description('Toon per team wat een vrager zou zien en wat het team zou horen, bij een verzonnen persoon of adres.')
    .requiredOption('--department <code>', 'afdeling van de vrager')
    .addOption(new Option('--role <role>', 'rol').choices(['professional', 'team-coordinator']).default('professional'))
    .requiredOption('--purpose <code>', 'doel van de vraag')
    .addOption(new Option('--kind <kind>', 'soort').choices(Object.keys(SUBJECTS)).default('address'))
    .addOption(
      new Option('--rung <rung>', 'trede van het adres').choices(['unit', 'number', 'subject']).default('unit'),
    )
    .option('--policy <name>', 'versie (v3) of nummer van een voorstel', 'in-force');
  withPerson(withCommonOptions(command, ['raakvlak simulate --department vergunningen --purpose permit-desk'])).action(
    (options: SimulateOptions) =>
      asPerson(surroundings, options, async ({ policyRoom }) => {
        const { department, role, purpose, kind, rung, policy } = options;
        const found = await policyRoom.simulate({ asker: { department, role }, purpose, kind, rung, policy });
        if (options.json === true) surroundings.terminal.sayJson(found);
        else if (found.refused !== undefined)
          surroundings.terminal.say([`Deze vraag wordt geweigerd (${text(found.refused)}). De vrager ziet niets.`]);
        else
          surroundings.terminal.say(
            (found.owners as Json[]).map(({ owner, sees, told, disclosure, rule }) => {
              const shown = (sees as Json[]).map(({ team }) => text(team)).join(', ') || 'niets';
              return `${text(owner)}: ${DISCLOSURE[text(disclosure)]}. Vrager ziet ${shown}; eigenaar hoort ${TOLD[text(told)]} (regel ${text(rule)})`;
            }),
          );
        return EXIT.done;
      }),
  );
}

/** `raakvlak practise`: a first week. */
export function addPractise(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('practise')
    .summary('oefen met een verzonnen persoon of adres')
    .description('Oefen een vraag met een verzonnen persoon of adres. Het kost geen budget en u typt geen gegevens.')
    .requiredOption('--purpose <code>', 'doel van de vraag (zie: raakvlak purposes)')
    .addOption(new Option('--kind <kind>', 'waar de vraag over gaat').choices(Object.keys(SUBJECTS)).default('person'));
  withPerson(withCommonOptions(command, ['raakvlak practise --purpose home-visit'])).action(
    (options: CommonOptions & { purpose: string; kind: string }) =>
      asPerson(surroundings, options, async ({ policyRoom }) => {
        const found = await policyRoom.practise(options.purpose, options.kind);
        if (options.json === true) surroundings.terminal.sayJson(found);
        else
          surroundings.terminal.say([
            'OEFENING: dit gaat over niemand. Bel deze teams dus niet.',
            '',
            ...inquiryLines(found, options.kind),
          ]);
        return found.answers.some(({ contacts }) => contacts.length > 0) ? EXIT.done : EXIT.nothingFound;
      }),
  );
}
