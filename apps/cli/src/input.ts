import { createInterface } from 'node:readline/promises';
import { MOST_SUBJECTS } from '#client/node';
import { Problem } from '#problem';
import {
  type Identifier,
  readAddress,
  readBagId,
  readBusiness,
  readPerson,
  readVNumber,
  requireTestRange,
} from '#tokens';
import { cliProblem } from './problems';
import type { Terminal } from './terminal';

/** What `--kind` may be, how it is read and how the prompt asks for it. */
export const SUBJECT_KINDS = {
  person: { read: readPerson, prompt: 'BSN (of "V-nummer: …"): ' },
  address: { read: readAddress, prompt: 'Adres (postcode en huisnummer, bijvoorbeeld 1234 AB 56-A): ' },
  business: { read: readBusiness, prompt: 'KVK-nummer: ' },
  vnr: { read: readVNumber, prompt: 'V-nummer: ' },
  bag: { read: readBagId, prompt: 'BAG-nummer van de nummeraanduiding: ' },
} as const satisfies Record<string, { read: (text: string) => Identifier; prompt: string }>;

export type SubjectKind = keyof typeof SUBJECT_KINDS;

const LONGEST_INPUT = MOST_SUBJECTS * 200;

/** Ctrl-C at a prompt. */
export class Interrupted extends Error {}

export interface SubjectSource {
  readonly kind: SubjectKind;
  /** From `--bsn`: test numbers only, since anybody on the machine can read a command line */
  readonly bsn?: string;
  /** How many identifiers the command takes */
  readonly most: number;
}

/**
 * The identifiers to work with: from `--bsn`, from the prompt when a person sits at the keyboard, else one per line from
 * standard input. They are kept in memory only, for as long as the command runs.
 */
export async function readSubjects(terminal: Terminal, source: SubjectSource): Promise<readonly Identifier[]> {
  if (source.bsn !== undefined) return [fromCommandLine(source.bsn)];
  const { read, prompt } = SUBJECT_KINDS[source.kind];
  if (terminal.interactive) {
    const identifier = read(await askOnce(terminal, prompt));
    if (identifier.scheme === 'nl-adres') terminal.remark(readBack(identifier));
    return [identifier];
  }
  const lines = linesOf(await readAll(terminal.input));
  if (lines.length === 0) throw cliProblem('no-input');
  if (lines.length > source.most) throw cliProblem(source.most === 1 ? 'one-subject-only' : 'input-too-long');
  return lines.map(({ text, line }) => readLine(read, text, line));
}

/** One identifier of a household, with the place of its line, from 1. */
export interface Placed {
  readonly identifier: Identifier;
  readonly line: number;
}

export interface HouseholdInput {
  readonly persons: readonly Placed[];
  readonly addresses: readonly Placed[];
}

/** A postcode that stands by itself: neither a citizen number nor a V-number has letters behind four figures. */
const POSTCODE = /(?<![0-9A-Za-z])[1-9][0-9]{3}\s{0,2}[A-Za-z]{2}(?![A-Za-z])/;

/**
 * The people and addresses of one home: at the prompt one after the other until an empty line, else one per line from
 * standard input. Says of each how it was understood; on a screen with the address, elsewhere without, since what is
 * redirected is kept.
 */
export async function readHousehold(terminal: Terminal): Promise<HouseholdInput> {
  const placed = terminal.interactive ? await promptHousehold(terminal) : await householdLines(terminal);
  if (placed.length === 0) throw cliProblem('no-input');
  const isAddress = ({ identifier }: Placed): boolean => identifier.scheme === 'nl-adres';
  return { persons: placed.filter((one) => !isAddress(one)), addresses: placed.filter(isAddress) };
}

const readEither = (text: string): Identifier => (POSTCODE.test(text) ? readAddress(text) : readPerson(text));

async function promptHousehold(terminal: Terminal): Promise<Placed[]> {
  const placed: Placed[] = [];
  while (placed.length < MOST_SUBJECTS) {
    const text = await askOnce(terminal, 'BSN, "V-nummer: …" of adres (leeg = klaar): ');
    if (text.trim() === '') break;
    const identifier = readEither(text);
    terminal.remark(identifier.scheme === 'nl-adres' ? readBack(identifier) : `Gelezen als: ${asKind(identifier)}`);
    placed.push({ identifier, line: placed.length + 1 });
  }
  return placed;
}

async function householdLines(terminal: Terminal): Promise<Placed[]> {
  const lines = linesOf(await readAll(terminal.input));
  if (lines.length > MOST_SUBJECTS) throw cliProblem('input-too-long');
  const placed = lines.map(({ text, line }) => ({ identifier: readLine(readEither, text, line), line }));
  for (const { identifier, line } of placed) terminal.remark(`Regel ${line} gelezen als: ${asKind(identifier)}`);
  return placed;
}

function asKind({ scheme, value }: Identifier): string {
  if (scheme === 'nl-vnr') return 'persoon (V-nummer)';
  if (scheme !== 'nl-adres') return 'persoon (BSN)';
  return value.endsWith('/') ? 'adres zonder toevoeging' : 'adres met toevoeging';
}

/**
 * Asks a person to type a text, to be sure of what she does.
 * @throws Problem `cli.not-confirmed` when it is another text, or when nobody sits at the keyboard
 */
export async function confirmWith(terminal: Terminal, text: string, prompt: string): Promise<void> {
  if (!terminal.interactive) throw cliProblem('not-confirmed');
  if ((await askOnce(terminal, prompt)).trim() !== text) throw cliProblem('not-confirmed');
}

/** @throws Problem `cli.identifier-on-command-line` for anything but a valid test number; never says what was given */
export function fromCommandLine(text: string): Identifier {
  try {
    const identifier = readPerson(text);
    if (identifier.scheme === 'nl-bsn') {
      requireTestRange(identifier, true);
      return identifier;
    }
  } catch {
    // Which rule it broke would tell something about the number; the reason to refuse is where it stands.
  }
  throw cliProblem('identifier-on-command-line');
}

/** How an address was understood, for the screen of the person who typed it: the letters after a number were a guess. */
function readBack({ value }: Identifier): string {
  const [postcode, number, unit] = value.split('/');
  return `Gelezen als: ${postcode} ${number}${unit === '' || unit === undefined ? ' (zonder toevoeging)' : `-${unit}`}`;
}

function readLine(read: (text: string) => Identifier, text: string, line: number): Identifier {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Problem) throw new Problem(error.code, error.kind, { ...error.detail, line });
    throw error;
  }
}

/** The identifiers of a file, one per line. @throws Problem with the line that is wrong, never with what stands there */
export function identifiersIn(text: string, kind: SubjectKind, most: number): readonly Identifier[] {
  const lines = linesOf(text);
  if (lines.length === 0) throw cliProblem('no-input');
  if (lines.length > most) throw cliProblem('input-too-long');
  return lines.map(({ text: one, line }) => readLine(SUBJECT_KINDS[kind].read, one, line));
}

/** Lines that hold something, with their place in the input counted from 1. */
export function linesOf(input: string): readonly { readonly text: string; readonly line: number }[] {
  return input
    .split(/\r\n|\n|\r/)
    .map((text, place) => ({ text, line: place + 1 }))
    .filter(({ text }) => text.trim() !== '');
}

async function readAll(input: NodeJS.ReadStream): Promise<string> {
  // A terminal on only one side: there is nobody to prompt, and waiting for a line would look like hanging.
  if (input.isTTY === true) throw cliProblem('no-input');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of input) {
    text += decoder.decode(chunk as Buffer, { stream: true });
    if (text.length > LONGEST_INPUT) throw cliProblem('input-too-long');
  }
  return text + decoder.decode();
}

async function askOnce(terminal: Terminal, prompt: string): Promise<string> {
  // No history: readline would keep the answer for the arrow keys.
  const lines = createInterface({ input: terminal.input, output: terminal.prompts, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      const unanswered = (why: Error): void => {
        terminal.prompts.write('\n');
        reject(why);
      };
      lines.once('SIGINT', () => unanswered(new Interrupted()));
      // Ctrl-D
      lines.once('close', () => unanswered(cliProblem('no-input')));
      lines.question(prompt).then((answer) => {
        lines.removeAllListeners('close');
        resolve(answer);
      }, reject);
    });
  } finally {
    lines.removeAllListeners('close');
    lines.close();
  }
}
