import { Command, type CommanderError } from 'commander';
import { addAccess, addCover, addCovers, addEndCover } from './access';
import { addAsk } from './ask';
import { addConnection } from './connection';
import { addConnections, addEnterConnection } from './connections';
import type { Surroundings } from './command';
import { addMine, addMoved, addRenew, addWithdraw } from './involvements';
import { addLogin, addLogout } from './login';
import { addPolicy, addPractise, addProposals, addPurpose, addSimulate } from './policy';
import { addProof } from './proof';
import { addPurposes } from './purposes';
import { addMistake, addMyQuestions } from './questions';
import { addAlarms, addCanary } from './oversight';
import { addContact, addDepartment, addOrganisation, addTeam } from './organisation';
import { addRegister } from './register';
import { addEvents, addReview } from './review';
import { addSync } from './sync';
import { addHandOver, addMergeTeams, addRenameTeam, addTeamChanges } from './team-changes';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Gebruik:',
  'Options:': 'Opties:',
  'Arguments:': 'Gegevens:',
  'Commands:': 'Opdrachten:',
};

const EXIT_CODES = `
Afsluitcodes:
  0    contactpunten gevonden, of de opdracht is gelukt
  1    iets anders ging mis
  2    de opdracht of de invoer klopt niet
  3    niets gevonden dat u mag zien
  4    niet ingelogd, of u mag dit niet
  5    een dienst is niet bereikbaar
  6    sync: er zou meer veranderen dan gewoon is; er is niets veranderd (zie --approve)
  7    sync: het budget bij de sleutelbeheerder is op; de volgende keer gaat het verder
  8    sync: geleverd, behalve de regels die zijn afgekeurd
  130  afgebroken met Ctrl-C`;

/** The whole command. Nothing of the command line comes back in an error: it may hold what does not belong there. */
export function buildProgram(surroundings: Surroundings): Command {
  const program = new Command('raakvlak');
  program
    .description('Raakvlak: wie is er nog meer betrokken bij dit adres of deze persoon?')
    .usage('<opdracht> [opties]')
    .helpOption('-h, --help', 'toon deze uitleg')
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .enablePositionalOptions()
    .exitOverride()
    // Commander's own messages quote the command line; main.ts says what is wrong instead.
    .configureOutput({ writeOut: (text) => surroundings.terminal.say(text.trimEnd().split('\n')), writeErr: () => {} })
    .configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      commandUsage: (command) => usageOf(command, program),
      subcommandTerm: (command) => [command.name(), ...argumentsOf(command)].join(' '),
      optionDescription: ({ description, argChoices, defaultValue }) =>
        [
          description,
          ...(argChoices === undefined ? [] : [`(keuze uit: ${argChoices.join(', ')})`]),
          ...(typeof defaultValue === 'string' ? [`(anders: ${defaultValue})`] : []),
        ].join(' '),
    })
    .addHelpText('after', `${EXIT_CODES}\n\nUitleg per opdracht: raakvlak ask --help`);
  const commands = [
    ...[addLogin, addLogout, addAsk, addRegister, addMoved, addWithdraw, addRenew, addMine, addPurposes, addProof],
    ...[addMyQuestions, addMistake],
    ...[addAlarms, addCanary],
    ...[addEvents, addReview],
    ...[addAccess, addCover, addCovers, addEndCover],
    ...[addPractise, addPolicy, addPurpose, addProposals, addSimulate],
    ...[addSync, addConnection, addEnterConnection, addConnections],
    ...[addDepartment, addTeam, addContact, addHandOver],
    ...[addOrganisation, addRenameTeam, addMergeTeams, addTeamChanges],
  ];
  for (const add of commands) add(program, surroundings);
  return program;
}

const argumentsOf = (command: Command): string[] =>
  command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`));

function usageOf(command: Command, program: Command): string {
  if (command === program) return 'raakvlak <opdracht> [opties]';
  return ['raakvlak', command.name(), ...argumentsOf(command), '[opties]'].join(' ');
}

/**
 * Receipts are random, so one in 64 starts with a hyphen and would be taken for an option: it goes behind `--`.
 *
 * @param words the command line without node and script
 */
export function protectReceipt(words: readonly string[]): readonly string[] {
  const like = (word: string, i: number): boolean => i > 0 && /^-[A-Za-z0-9_-]{21}$/.test(word);
  const takesOne = words[0] === 'proof' || words[0] === 'mistake';
  if (!takesOne || words.includes('--') || !words.some(like)) return words;
  return [...words.filter((word, i) => !like(word, i)), '--', ...words.filter(like)];
}

/** Options that people try for what belongs at the prompt. */
const LIKE_IDENTIFIER = /^--?(address|adres|postcode|person|persoon|subject|vnr|kvk|bag|business|identifier)\b/i;

/** What was wrong with the command line, in Dutch and without quoting it. */
export function explainUsage(error: CommanderError, words: readonly string[]): string {
  // The BAG extract of `sync` is a file.
  const known = words[0] === 'sync' ? ['--bag'] : [];
  if (
    words.some((word) => LIKE_IDENTIFIER.test(word) && !known.includes(word)) ||
    error.code === 'commander.excessArguments'
  ) {
    return 'Zet een BSN, adres of ander nummer niet op de opdrachtregel: anderen kunnen het daar lezen. Typ het bij de vraag die het programma stelt, of geef het via standaardinvoer.';
  }
  const option = /'(?:-\w, )?(--[a-z-]+)[ ']/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.missingMandatoryOptionValue':
      return `De optie ${option} is verplicht.`;
    case 'commander.optionMissingArgument':
      return `Bij de optie ${option} hoort een waarde.`;
    case 'commander.invalidArgument':
      return `De waarde bij ${option} kan niet. De mogelijke waarden staan in de uitleg.`;
    case 'commander.missingArgument':
      return 'Er ontbreekt een gegeven achter de opdracht.';
    case 'commander.conflictingOption':
      return 'Deze opties gaan niet samen.';
    case 'commander.unknownCommand':
      return 'Deze opdracht bestaat niet.';
    case 'commander.unknownOption':
      return 'Deze optie bestaat niet.';
    default:
      return 'Deze opdracht klopt niet.';
  }
}
