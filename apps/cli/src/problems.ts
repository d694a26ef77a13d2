import { problemsOf } from '#problem';

/** What can be wrong with how the command is used. Fixed texts; the Dutch ones are in dutch.ts. */
export const cliProblem = problemsOf('cli', {
  usage: { status: 400, title: 'The command was not understood', advice: 'See raakvlak --help.' },
  'identifier-on-command-line': {
    status: 400,
    title: 'Identifiers do not belong on the command line',
    advice: 'Others can read them in the shell history and the process list. Use the prompt or standard input.',
  },
  'no-input': { status: 400, title: 'No identifier was given', advice: 'Type one at the prompt, or one per line.' },
  'input-too-long': {
    status: 400,
    title: 'The input is too long',
    advice: 'Give at most 100 lines of 200 characters.',
  },
  'one-subject-only': { status: 400, title: 'Give one identifier here', advice: 'Register one subject at a time.' },
  'not-confirmed': {
    status: 400,
    title: 'This was not confirmed, and nothing was done',
    advice: 'Type the team code when it is asked for, or give --yes in a script.',
  },
  'id-or-all': {
    status: 400,
    title: 'Give one id, or --all with --team',
    advice: 'One involvement by its id; all of a team with --all --team CODE.',
  },
  'verdict-incomplete': {
    status: 400,
    title: 'A verdict needs the id of a case',
    advice: 'Give both the id and --verdict, or neither to see the list.',
  },
  'ids-or-all': {
    status: 400,
    title: 'Give ids of involvement, or --all',
    advice: 'Cases by their ids; all that the team has with --all.',
  },
  'not-a-date': { status: 400, title: 'This is not a date', advice: 'Write the date as 2026-12-31.' },
  'not-hours': {
    status: 400,
    title: 'These are not opening hours',
    advice: 'Write them as "ma-vr 09:00-17:00".',
  },
  'file-unreadable': {
    status: 400,
    title: 'The file cannot be read',
    advice: 'Check its name, whether you may read it, and its form.',
  },
  'no-configuration': {
    status: 400,
    title: 'There is no configuration',
    advice: 'Start with npm start, or give a file with --config.',
  },
  'configuration-unreadable': {
    status: 400,
    title: 'The configuration cannot be read',
    advice: 'Check that the file is there and is JSON.',
  },
  'configuration-incomplete': {
    status: 400,
    title: 'The configuration is not complete',
    advice: 'Add or correct the fields that are named.',
  },
  'not-signed-in': { status: 401, title: 'You are not signed in', advice: 'Use raakvlak login first.' },
  'session-not-kept': {
    status: 500,
    title: 'The session cannot be kept on this machine',
    advice: 'Set HOME or XDG_CONFIG_HOME to a folder of your own, or in a demonstration use --as NAME per command.',
  },
  unexpected: { status: 500, title: 'Something went wrong in this program', advice: 'Try again, then report it.' },
});
