import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { EvaluationResponse } from '#tokens';
import { type CustodianHouse, openCustodianHouse, question } from '../support/custodian-house';
import { memberOf } from '../support/town';

const worker = memberOf('wijkteam-soesterkwartier');

let house: CustodianHouse;
const file = (name: string): string => house.file(name);
const refusal = (changes: Record<string, string>) => house.office.refusalToStart(changes);

beforeAll(async () => {
  house = await openCustodianHouse({ epochs: ['2026-1', '2026-2'] });
});
afterAll(() => house?.stop());

/** An executable in the folder; a shell's own first line, so that it is a program to the system. */
function programOf(name: string, lines: string): string {
  writeFileSync(file(name), `#!/bin/sh\n${lines}\n`);
  chmodSync(file(name), 0o700);
  return file(name);
}

interface Stored {
  keys: { epoch: string; kind: string; sealed: string }[];
}
const stored = (): Stored => JSON.parse(readFileSync(file('token.keys'), 'utf8')) as Stored;
function keysWith(name: string, change: (keys: Stored['keys']) => unknown): string {
  const contents = stored();
  change(contents.keys);
  writeFileSync(file(name), JSON.stringify(contents), { mode: 0o600 });
  return file(name);
}

describe('a custodian does not start', () => {
  it('with the unsealed key file of the previous version, and says what to do', async () => {
    writeFileSync(file('plain.keys'), '{"format":"raakvlak-keys/1","keys":[]}', { mode: 0o600 });
    const { code, words } = await refusal({ KEY_FILE: file('plain.keys') });
    expect(code).toBe(1);
    expect(words).toContain('KEY_FILE is not sealed');
    expect(words).toContain('run "ceremony seal --keys FILE --kek FILE" once; the keys stay the same');
  });

  it('under another KEK, and names the setting and both ids, without a stack trace', async () => {
    const other = house.office.ceremony('kek', '--out', 'other.kek');
    const { code, words } = await refusal({ KEK_FILE: file('other.kek') });
    expect(code).toBe(1);
    expect(words).toContain(`KEK_FILE gives KEK ${other}, and KEY_FILE is sealed under KEK`);
    expect(words).not.toMatch(/\n\s+at |"level"/);
    expect(words).not.toContain(readFileSync(file('other.kek'), 'utf8').trim());
  });

  it('with a KEK of both places, of none, or from a file that others may read', async () => {
    expect((await refusal({ KEK_COMMAND: file('kek.key') })).words).toContain('KEK_COMMAND and KEK_FILE are both set');
    expect((await refusal({ KEK_FILE: '' })).words).toContain('KEK_COMMAND and KEK_FILE are both missing');
    copyFileSync(file('kek.key'), file('open.kek'));
    chmodSync(file('open.kek'), 0o644);
    expect((await refusal({ KEK_FILE: file('open.kek') })).words).toContain('KEK_FILE can be read by others');
  });

  it('with a seal that was changed or moved to another kind or epoch, and names its place', async () => {
    const changes: [string, (keys: Stored['keys']) => unknown][] = [
      ['changed.keys', (keys) => (keys[0]!.sealed = `${keys[0]!.sealed.slice(0, 40)}AAAA${keys[0]!.sealed.slice(44)}`)],
      ['kind.keys', (keys) => ([keys[0]!.kind, keys[1]!.kind] = [keys[1]!.kind, keys[0]!.kind])],
      ['epoch.keys', (keys) => ([keys[0]!.epoch, keys[4]!.epoch] = [keys[4]!.epoch, keys[0]!.epoch])],
    ];
    for (const [name, change] of changes) {
      const { code, words } = await refusal({ KEY_FILE: keysWith(name, change) });
      expect({ name, code }).toEqual({ name, code: 1 });
      expect(words).toMatch(/KEY_FILE holds a seal for \w+ in epoch 2026-[12] that does not open/);
      expect(words).not.toContain(stored().keys[0]!.sealed.slice(0, 20));
    }
  });

  it('when the program for the KEK fails or prints something else, and repeats nothing of it', async () => {
    const fails = programOf('fails', 'echo secret-of-the-program; echo secret-of-the-program >&2; exit 7');
    const garbage = programOf('garbage', 'echo secret-of-the-program');
    for (const [program, words] of [
      [fails, 'KEK_COMMAND names a program that failed (7)'],
      [garbage, 'KEK_COMMAND names a program that did not print 32 bytes'],
      [file('none'), 'KEK_COMMAND names a program that cannot be run'],
    ] as const) {
      const refused = await refusal({ KEK_FILE: '', KEK_COMMAND: program });
      expect(refused.code).toBe(1);
      expect(refused.words).toContain(words);
      expect(refused.words).not.toContain('secret-of-the-program');
    }
  });

  it('with keys that are not those of the document, or that lack a live epoch', async () => {
    const keys = ['--keys', 'strange.keys', '--document', 'strange.json'];
    house.office.ceremony('document', '--document', 'strange.json', '--custodian', 'custodian.demo', '--demo');
    for (const id of ['2026-1', '2026-2']) house.office.ceremony('epoch', '--id', id, ...keys);
    const { code, words } = await refusal({ KEY_FILE: file('strange.keys') });
    expect(code).toBe(1);
    expect(words).toContain('another key for person in epoch 2026-1');
    expect(words).toContain('another key for address in epoch 2026-2');
    const fewer = keysWith('fewer.keys', (all) =>
      all.splice(0, all.length, ...all.filter((key) => key.epoch !== '2026-1')),
    );
    expect((await refusal({ KEY_FILE: fewer })).words).toContain('no key for building in epoch 2026-1');
  });

  it('with a key file that others may read', async () => {
    copyFileSync(file('token.keys'), file('open.keys'));
    chmodSync(file('open.keys'), 0o640);
    expect((await refusal({ KEY_FILE: file('open.keys') })).words).toContain('KEY_FILE can be read by others');
  });

  it('with a document that the root key did not sign, or a ticket key that it does not name', async () => {
    const otherRoot = house.office.ceremony('root', '--out', 'other-root.key');
    expect((await refusal({ ROOT_PUBLIC_KEY: otherRoot })).words).toContain('not signed by the pinned root key');
    copyFileSync(file('epochs.json'), file('other.json'));
    house.office.ceremony('ticket-key', '--out', 'other-ticket.key', '--document', 'other.json');
    const { code, words } = await refusal({ TICKET_KEY_FILE: file('other-ticket.key') });
    expect(code).toBe(1);
    expect(words).toContain('not among the ticket keys');
  });
});

it('a custodian takes its KEK from a program, and says nothing of it', async () => {
  const kek = readFileSync(file('kek.key'), 'utf8').trim();
  const program = programOf('kms', `echo ${kek}`);
  const custodian = await house.office.start({ KEK_FILE: '', KEK_COMMAND: program });
  try {
    expect((await house.post(question(), await house.as(worker), custodian.url)).status).toBe(200);
    expect(custodian.output()).not.toContain(kek);
  } finally {
    await custodian.stop();
  }
});

describe('a running custodian that is told to look at its files again', () => {
  const serial = async (): Promise<number> => {
    const [, payload = ''] = (await (await fetch(`${house.custodian.url}/v1/epochs`)).text()).split('.');
    return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { serial: number }).serial;
  };
  const epochsOf = async (): Promise<string[]> => {
    const { status, body } = await house.post(question(), await house.as(worker));
    expect(status).toBe(200);
    return (body as unknown as EvaluationResponse).evaluations.map(({ epoch }) => epoch);
  };
  const sign = () =>
    house.office.ceremony('sign', '--document', 'epochs.json', '--root', 'root.key', '--out', 'epochs.jws');
  async function afterTold(words: string): Promise<void> {
    const before = house.custodian.output().split(words).length;
    house.custodian.child.kill('SIGHUP');
    while (house.custodian.output().split(words).length === before) await wait(20);
  }

  it('keeps what it has when the new files are faulty, and says why', async () => {
    const [document, keys, before] = [
      readFileSync(file('epochs.jws')),
      readFileSync(file('token.keys')),
      await serial(),
    ];
    house.office.ceremony('epoch', '--id', '2026-3', '--keys', 'token.keys', '--document', 'epochs.json');
    house.office.ceremony(
      'state',
      '--id',
      '2026-3',
      '--to',
      'active',
      '--keys',
      'token.keys',
      '--document',
      'epochs.json',
    );
    sign();
    const renewed = readFileSync(file('token.keys'));
    writeFileSync(file('token.keys'), keys);
    await afterTold('the old one stays');
    expect(house.custodian.output()).toContain('KEY_FILE holds no key for person in epoch 2026-3');
    expect(await serial()).toBe(before);
    expect(await epochsOf()).toEqual(['2026-2', '2026-1']);
    writeFileSync(file('old.jws'), document);
    writeFileSync(file('token.keys'), renewed);
  });

  it('goes over to a new epoch without a restart, and no request fails meanwhile', async () => {
    const headers = await house.as(worker);
    const state = { going: true };
    const statuses = new Set<number>();
    const asking = (async () => {
      while (state.going) statuses.add((await house.post(question(), headers)).status);
    })();
    await afterTold('epoch document renewed');
    await wait(200);
    state.going = false;
    await asking;
    expect([...statuses]).toEqual([200]);
    expect(await epochsOf()).toEqual(['2026-3', '2026-1', '2026-2']);
  });

  it('takes other budgets too, and none from a file with a fault', async () => {
    const before = readFileSync(file('budgets.json'), 'utf8');
    writeFileSync(file('budgets.json'), '{"people":{"ask":{"person":{"day":-1}}}}');
    await afterTold('the old one stays');
    expect(house.custodian.output()).toContain('BUDGETS_FILE names a file with faults: people.ask.person.day');
    expect((await house.post(question(), await house.as(worker))).status).toBe(200);
    writeFileSync(file('budgets.json'), '{"people":{"ask":{"person":{"day":0}}}}');
    await afterTold('epoch document renewed');
    expect((await house.post(question(), await house.as(worker))).status).toBe(429);
    writeFileSync(file('budgets.json'), before);
    await afterTold('epoch document renewed');
    expect((await house.post(question(), await house.as(worker))).status).toBe(200);
  });

  it('does not go back to an older document', async () => {
    const before = await serial();
    writeFileSync(file('epochs.jws'), readFileSync(file('old.jws')));
    await afterTold('the old one stays');
    expect(house.custodian.output()).toContain('EPOCH_DOCUMENT_FILE is older than the one in force');
    expect(await serial()).toBe(before);
  });
});
