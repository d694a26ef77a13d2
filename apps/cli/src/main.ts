/**
 * raakvlak: the command line of the product, for professionals, coordinators and scripts.
 *
 * It owns the conversation at the terminal: options, prompts, Dutch sentences and exit codes. The work is done by the
 * door `client/node`. Identifiers come from a prompt or from standard input; they are held in memory for one command
 * and never written anywhere, and neither are tokens. What is kept between commands is the session alone.
 *
 * Standard output carries results only; questions, remarks and errors go to standard error.
 */
import { CommanderError } from 'commander';
import { Problem } from '#problem';
import type { Surroundings } from './command';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code';
import { Interrupted } from './input';
import { cliProblem } from './problems';
import { buildProgram, explainUsage, protectReceipt } from './program';
import { Terminal } from './terminal';

async function main(words: readonly string[]): Promise<ExitCode> {
  const terminal = new Terminal(process.stdin, process.stdout, process.stderr);
  const surroundings: Surroundings = { terminal, environment: process.env, exitCode: EXIT.done };
  const json = words.includes('--json');
  const program = buildProgram(surroundings);
  if (words.length === 0) {
    program.outputHelp();
    return EXIT.usage;
  }
  try {
    await program.parseAsync(protectReceipt(words), { from: 'user' });
    return surroundings.exitCode;
  } catch (error) {
    if (error instanceof Interrupted) return EXIT.interrupted;
    if (error instanceof CommanderError) return usageError(terminal, error, words, json);
    // Anything else is a fault of ours; its message may hold what was typed, so it is not shown.
    const problem = error instanceof Problem ? error : cliProblem('unexpected');
    terminal.complain(problem, json);
    return exitCodeOf(problem);
  }
}

function usageError(terminal: Terminal, error: CommanderError, words: readonly string[], json: boolean): ExitCode {
  if (error.exitCode === 0) return EXIT.done;
  if (json) terminal.complain(cliProblem('usage'), true);
  else {
    terminal.remark(explainUsage(error, words));
    terminal.remark('Bekijk de uitleg met --help achter de opdracht.');
  }
  return EXIT.usage;
}

// `raakvlak mine | head`: the reader has gone, which is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.other));
process.once('SIGINT', () => process.exit(EXIT.interrupted));

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // A pipe that stays open behind us must not keep the command waiting.
  process.stdin.destroy();
});
