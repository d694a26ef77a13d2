import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Passes the eleven-test; put together here, so that no number outside the reserved range stands in the sources. */
const OUTSIDE_THE_RANGE = ['1111', '11110'].join('');

// The real command as a real process, without servers: help, refusals and exit codes. It runs what `npm run build` made.

const COMMAND = resolve(__dirname, '..', 'raakvlak.mjs');

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let home: string;
let configuration: string;

/** A port on which nobody listens: taken and given back. */
async function quietPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 1;
}

beforeAll(async () => {
  const port = await quietPort();
  folder = mkdtempSync(join(tmpdir(), 'raakvlak-cli-'));
  home = join(folder, 'home');
  mkdirSync(home);
  configuration = join(folder, 'client.json');
  const nowhere = `http://127.0.0.1:${port}`;
  writeFileSync(
    configuration,
    JSON.stringify({
      index: nowhere,
      indexAudience: 'urn:raakvlak:index',
      custodian: nowhere,
      custodianAudience: 'urn:raakvlak:custodian',
      issuer: nowhere,
      clientId: 'raakvlak-cli',
      rootKey: 'A'.repeat(43),
      demo: true,
    }),
  );
});

/** Somebody is signed in, with tokens that last: only the servers are missing. */
function signIn(): void {
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  const token = { value: 'header.payload.signature', expiresAt };
  const { issuer, clientId } = JSON.parse(readFileSync(configuration, 'utf8')) as { issuer: string; clientId: string };
  mkdirSync(join(home, '.config', 'raakvlak'), { recursive: true });
  const session = { issuer, clientId, tokens: { index: token, custodian: token } };
  writeFileSync(join(home, '.config', 'raakvlak', 'session.json'), JSON.stringify(session));
}

function run(words: readonly string[], options: { input?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: home, ...options.env };
  const child = spawn(process.execPath, [COMMAND, ...words], { cwd: folder, env });
  const outcome = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (outcome.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (outcome.err += chunk.toString()));
  // A command that refuses at once does not read its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((done) => child.on('close', (code) => done({ code, ...outcome })));
}

const withConfiguration = (...words: string[]): string[] => [...words, '--config', configuration];

describe('an identifier on the command line', () => {
  it.each([
    ['as a real number with --bsn', ['ask', '--purpose', 'home-visit', '--bsn', OUTSIDE_THE_RANGE], OUTSIDE_THE_RANGE],
    ['as a wrong number with --bsn', ['ask', '--purpose', 'home-visit', '--bsn=999993654'], '999993654'],
    ['as a word behind the command', ['ask', '--purpose', 'home-visit', '999993653'], '999993653'],
    ['as an option that does not exist', ['ask', '--purpose', 'home-visit', '--address=3811LM 12'], '3811LM'],
    ['in place of the command', ['3811LM12'], '3811LM12'],
  ])('%s is refused without repeating it', async (_how, words, identifier) => {
    signIn();
    const { code, out, err } = await run(withConfiguration(...words));
    expect(code).toBe(2);
    expect(out + err).not.toContain(identifier);
    expect(err).not.toBe('');
  });

  it('is refused with the reason: others can read it there', async () => {
    signIn();
    const words = withConfiguration('ask', '--purpose', 'home-visit', '--bsn', OUTSIDE_THE_RANGE);
    expect((await run(words)).err).toMatch(/geschiedenis van uw shell.*lijst van processen/);
  });
});

describe('wrong use', () => {
  it.each([
    [['ask'], 'De optie --purpose is verplicht.'],
    [['ask', '--purpose'], 'Bij de optie --purpose hoort een waarde.'],
    [['register', '--team', 'a-team', '--notice', 'misschien'], 'De waarde bij --notice kan niet.'],
    [['proof'], 'Er ontbreekt een gegeven achter de opdracht.'],
    [['moved'], 'Er ontbreekt een gegeven achter de opdracht.'],
    [['ask', '--purpose', 'home-visit', '--household', '--kind', 'address'], 'Deze opties gaan niet samen.'],
    [['vraag'], 'Deze opdracht bestaat niet.'],
    [['purposes', '--alles'], 'Deze optie bestaat niet.'],
  ])('%j says what is wrong and ends with 2', async (words, sentence) => {
    const { code, out, err } = await run(words);
    expect(err).toContain(sentence);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('without any command shows the help and ends with 2', async () => {
    const { code, out } = await run([]);
    expect(code).toBe(2);
    expect(out).toContain('Gebruik: raakvlak <opdracht> [opties]');
  });

  it.each([
    [['withdraw']],
    [['withdraw', '--all']],
    [['withdraw', '--team', 'wijkteam-liendert']],
    [['withdraw', '0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11', '--all', '--team', 'wijkteam-liendert']],
    [['renew', '--all']],
  ])('%j is neither one nor all of a team, and changes nothing', async (words) => {
    signIn();
    const { code, err } = await run(withConfiguration(...words));
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Geef één nummer van een betrokkenheid, of --all samen met --team.\n',
    });
  });

  it('all of a team is not withdrawn when nobody can confirm it', async () => {
    signIn();
    const words = withConfiguration('withdraw', '--all', '--team', 'wijkteam-liendert');
    const { code, err } = await run(words, { input: 'wijkteam-liendert\n' });
    expect(code).toBe(2);
    expect(err).toContain('Er is niets gedaan.');
  });

  it('with --json is one JSON object on standard error', async () => {
    const { code, out, err } = await run(['ask', '--json']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(JSON.parse(err)).toMatchObject({ problem: { code: 'cli.usage', status: 400 } });
  });
});

describe('the input', () => {
  it.each([
    ['nothing', '', 'cli.no-input'],
    ['empty lines', '\n \n', 'cli.no-input'],
    ['two numbers on one line', '999993653 999990019\n', 'tokens.more-than-one'],
    ['a wrong number', '999993654\n', 'tokens.bsn-check'],
  ])('with %s ends with 2 before anything is asked', async (_what, input, expected) => {
    signIn();
    const { code, err } = await run(withConfiguration('ask', '--purpose', 'home-visit', '--json'), { input });
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({ problem: { code: expected } });
    expect(err).not.toContain('99999');
  });

  it('of a household says of each line how it was understood, without repeating it', async () => {
    signIn();
    const words = withConfiguration('ask', '--purpose', 'home-visit', '--household');
    const input = '999993653\n\nV-nummer: 9000000001\n3811 LM 12-A\n3811LM 14\n';
    const { code, err } = await run(words, { input });
    // What follows is the custodian that is not there.
    expect(code).toBe(5);
    expect(err.split('\n').slice(0, 4)).toEqual([
      'Regel 1 gelezen als: persoon (BSN)',
      'Regel 3 gelezen als: persoon (V-nummer)',
      'Regel 4 gelezen als: adres met toevoeging',
      'Regel 5 gelezen als: adres zonder toevoeging',
    ]);
    expect(err).not.toMatch(/99999|90000|3811/);
  });

  it('of a household that cannot be understood names the line', async () => {
    signIn();
    const words = withConfiguration('ask', '--purpose', 'home-visit', '--household');
    const { code, err } = await run(words, { input: '999993653\nmevrouw Jansen\n' });
    expect(code).toBe(2);
    expect(err).toMatch(/^Regel 2: /m);
    expect(err).not.toContain('Jansen');
  });

  it('that is a real number is refused in a demonstration', async () => {
    signIn();
    const words = withConfiguration('ask', '--purpose', 'home-visit');
    const { code, err } = await run(words, { input: `${OUTSIDE_THE_RANGE}\n` });
    expect(code).toBe(2);
    expect(err).toContain('testreeks');
  });

  it('that looks like a citizen number is no case number', async () => {
    signIn();
    const words = withConfiguration('ask', '--purpose', 'home-visit', '--case', '999990019');
    const { code, err } = await run(words, { input: '999993653\n' });
    expect(code).toBe(2);
    expect(err).toContain('Dit lijkt geen zaaknummer.');
    expect(err).not.toContain('999990019');
  });
});

describe('the configuration', () => {
  it('that is not there says how to get one', async () => {
    const { code, err } = await run(['purposes']);
    expect(code).toBe(2);
    expect(err).toContain('npm start');
    expect(err).toContain('--config');
  });

  it('that was named and is not there is not replaced by another', async () => {
    const { code, err } = await run(['purposes', '--config', join(folder, 'other.json')], {
      env: { RAAKVLAK_CONFIG: configuration },
    });
    expect(code).toBe(2);
    expect(err).toContain('De configuratie is niet te lezen.');
  });
});

describe('a service that does not answer', () => {
  it('is named, and the command ends with 5', async () => {
    signIn();
    const asked = await run(withConfiguration('ask', '--purpose', 'home-visit'), { input: '999993653\n' });
    expect(asked.code).toBe(5);
    expect(asked.err).toContain('De sleutelbeheerder is niet bereikbaar.');
    const listed = await run(withConfiguration('purposes'));
    expect(listed.code).toBe(5);
    expect(listed.err).toContain('De index is niet bereikbaar.');
    const demo = await run(withConfiguration('purposes', '--as', 'ingrid'));
    expect(demo.code).toBe(5);
    expect(demo.err).toContain('De inlogdienst is niet bereikbaar.');
  });

  it('leaves nothing of the question on disk', async () => {
    signIn();
    await run(withConfiguration('ask', '--purpose', 'home-visit'), { input: '999993653\n' });
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) expect(readFileSync(path, 'utf8')).not.toContain('999993653');
  });
});

describe('the session', () => {
  const elsewhere = { HOME: '', XDG_CONFIG_HOME: '' };

  it('that is not there ends with 4', async () => {
    const { code, err } = await run(withConfiguration('purposes'), { env: { HOME: join(folder, 'nobody') } });
    expect(code).toBe(4);
    expect(err).toContain('raakvlak login');
  });

  it.each([{ ...elsewhere }, { HOME: undefined }])(
    'cannot be kept without a home, and login says so: %j',
    async (env) => {
      const { code, err } = await run(withConfiguration('login', '--demo', 'ingrid'), { env });
      expect(code).toBe(1);
      expect(err).toContain('XDG_CONFIG_HOME');
      expect(err).toContain('--as');
    },
  );

  it('of another provider is not used', async () => {
    signIn();
    const path = join(home, '.config', 'raakvlak', 'session.json');
    const session = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...session, issuer: 'https://other.example' }));
    const { code, err } = await run(withConfiguration('purposes'));
    expect(code).toBe(4);
    expect(err).toContain('Log opnieuw in');
  });

  it('is gone after logout', async () => {
    signIn();
    expect(await run(['logout'])).toEqual({ code: 0, out: 'U bent uitgelogd.\n', err: '' });
    expect(await run(['logout', '--json'])).toEqual({ code: 0, out: '{"signedOut":false}\n', err: '' });
  });
});

describe('help', () => {
  it('names every command and every exit code', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const name of [
      'login',
      'logout',
      'ask',
      'register',
      'moved',
      'withdraw',
      'renew',
      'mine',
      'purposes',
      'proof',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
    expect(out).toContain('Afsluitcodes:');
  });

  it.each(['login', 'ask', 'register', 'moved', 'withdraw', 'renew', 'mine', 'purposes', 'proof'])(
    'of %s is Dutch and gives an example',
    async (name) => {
      const { code, out } = await run([name, '--help']);
      expect(code).toBe(0);
      expect(out).toContain('Voorbeelden:\n  raakvlak ');
      expect(out).toContain(`Gebruik: raakvlak ${name}`);
      expect(out).not.toMatch(/Usage|Options|display help|default:|choices:/);
    },
  );
});
