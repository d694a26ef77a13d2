import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownFolder, parseConfiguration, readConfiguration } from './configuration';

const good = {
  index: 'http://localhost:4000',
  indexAudience: 'urn:raakvlak:index',
  custodian: 'https://custodian.example',
  custodianAudience: 'urn:raakvlak:custodian',
  issuer: 'http://127.0.0.1:4002',
  clientId: 'raakvlak-cli',
  rootKey: 'A'.repeat(43),
  demo: true,
};

const problemOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a configuration', () => {
  it('that is not JSON, or no object, is refused without quoting it', () => {
    expect(problemOf(() => parseConfiguration('{"secret'))).toMatchObject({ code: 'cli.configuration-unreadable' });
    expect(problemOf(() => parseConfiguration('null'))).toMatchObject({ code: 'cli.configuration-incomplete' });
  });

  it('reports all that is missing or wrong at once', () => {
    const wrong = { ...good, index: undefined, demo: 'yes', rootKey: 'short', logKey: '' };
    expect(problemOf(() => parseConfiguration(JSON.stringify(wrong)))).toMatchObject({
      code: 'cli.configuration-incomplete',
      detail: { fields: ['index', 'demo', 'logKey', 'rootKey'] },
    });
  });

  it('that says by scope which API a token is for, says so for both', () => {
    const scopes = { indexScope: 'api://index/.default', custodianScope: 'api://custodian/.default' };
    expect(parseConfiguration(JSON.stringify({ ...good, ...scopes }))).toMatchObject(scopes);
    const half = JSON.stringify({ ...good, indexScope: scopes.indexScope });
    expect(problemOf(() => parseConfiguration(half))).toMatchObject({ detail: { fields: ['custodianScope'] } });
  });

  it.each(['index', 'custodian', 'issuer'])('with an unprotected %s on another machine is refused', (name) => {
    const wrong = JSON.stringify({ ...good, [name]: 'http://elsewhere.example' });
    expect(problemOf(() => parseConfiguration(wrong))).toMatchObject({ code: 'client.insecure-address' });
  });

  it('is taken from the file that was named, and that file must be there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'raakvlak-'));
    const file = join(folder, 'client.json');
    writeFileSync(file, JSON.stringify(good));
    expect(readConfiguration(file, {})).toEqual(good);
    expect(readConfiguration(undefined, { RAAKVLAK_CONFIG: file })).toEqual(good);
    const missing = problemOf(() => readConfiguration(join(folder, 'other.json'), { RAAKVLAK_CONFIG: file }));
    expect(missing).toMatchObject({ code: 'cli.configuration-unreadable' });
  });
});

it('without a home there is no folder of one’s own', () => {
  expect(ownFolder({})).toBeUndefined();
  expect(ownFolder({ HOME: '', XDG_CONFIG_HOME: '' })).toBeUndefined();
  expect(ownFolder({ HOME: '/home/x' })).toBe(join('/home/x', '.config', 'raakvlak'));
  expect(ownFolder({ HOME: '/home/x', XDG_CONFIG_HOME: '/xdg' })).toBe(join('/xdg', 'raakvlak'));
});
