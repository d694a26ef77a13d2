import { Problem } from '#problem';
import { explain } from './dutch';
import { EXIT, exitCodeOf } from './exit-code';
import { Terminal } from './terminal';
import { Readable, Writable } from 'node:stream';

const problem = (code: string, status: number, detail = {}): Problem =>
  new Problem(code, { status, title: 'Title', advice: 'Advice.' }, detail);

describe('a problem at the terminal', () => {
  it('that is known is told in Dutch', () => {
    expect(explain(problem('client.index-unreachable', 503))[0]).toContain('De index is niet bereikbaar');
  });

  it('that is not known is told by its status, with the code to report', () => {
    const [line] = explain(problem('oversight.new-thing', 403));
    expect(line).toContain('U mag dit niet doen of zien.');
    expect(line).toContain('(oversight.new-thing)');
  });

  it('tells the line, the fields and when to come back', () => {
    expect(explain(problem('tokens.bsn-check', 422, { line: 3 }))[0]).toMatch(/^Regel 3: /);
    expect(explain(problem('cli.configuration-incomplete', 400, { fields: ['index', 'demo'] }))[1]).toBe(
      '  index, demo',
    );
    expect(explain(problem('client.proof-not-published', 409, { retryAfterSeconds: 1800 }))[1]).toBe(
      'Probeer het over 30 minuten opnieuw.',
    );
  });
});

it.each([
  [{ window: 'hour', whose: 'yours' }, /^U hebt dit uur zoveel gevraagd/],
  [{ window: 'day', whose: 'yours' }, /^U hebt vandaag zoveel gevraagd/],
  [{ window: 'epoch', whose: 'office' }, /^De hele gemeente heeft deze periode zoveel gevraagd/],
  [{}, /^U hebt nu zoveel gevraagd/],
])('a budget that is spent says whose, and for how long: %j', (detail, words) => {
  const lines = explain(problem('custodian.budget-spent', 429, { ...detail, retryAfterSeconds: 1800 }));
  expect(lines[0]).toMatch(words);
  expect(lines[1]).toBe('Probeer het over 30 minuten opnieuw.');
});

it.each([
  ['cli.usage', 400, EXIT.usage],
  ['tokens.bsn-check', 422, EXIT.usage],
  ['cli.not-signed-in', 401, EXIT.notAllowed],
  ['involvement.not-your-team', 403, EXIT.notAllowed],
  ['access.budget-spent', 429, EXIT.notAllowed],
  ['client.custodian-unreachable', 503, EXIT.unreachable],
  ['accountability.unavailable', 503, EXIT.unreachable],
  ['client.proof-not-published', 409, EXIT.other],
  ['client.proof-invalid', 502, EXIT.other],
  ['platform.unexpected', 500, EXIT.other],
])('%s (%i) ends with code %i', (code, status, expected) => {
  expect(exitCodeOf(problem(code, status))).toBe(expected);
});

it('JSON holds no character that could steer a terminal, and means the same', () => {
  let written = '';
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  const value = { team: 'a\u009b31m\u202eb\u2028c\u{e0001}' };
  new Terminal(Readable.from([]) as NodeJS.ReadStream, output, output).sayJson(value);
  expect(written.trimEnd()).toMatch(/^[ -~]+$/);
  expect(JSON.parse(written)).toEqual(value);
});
