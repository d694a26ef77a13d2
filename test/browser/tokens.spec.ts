import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  randomBytes,
  randomInt,
  sign,
  verify,
} from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeConnection, readConnection } from '#connector';
import { type Identifier, lineOf, linesToAsk, linesToRegister, readAddress, readBagId, toBase64url } from '#tokens';
import { readBusiness, readPerson, stretch, tokensFor, type Use } from '#tokens/node';
import vectors from '../../docs/protocol-vectors.json';
import { Needles, spellingsOf } from '../support/needles';
import { type Bundle, bundlePage } from './bundle';
import { findBrowser } from '../support/web/find-browser';
import { inBrowser } from './web/in-browser';
import { type Browser, startBrowser } from './chromium';
import { CONNECTION, type Exchange, type Findings, type Typed } from './exchange';
import { Custodian, type Heard, type Host, startHost } from './host';

const READERS: Readonly<Record<Typed['reader'], (text: string) => Identifier>> = {
  readPerson,
  readBusiness,
  readBagId,
  readAddress,
};
const PATIENCE = 45_000;

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');
const letter = (among: string) => among[randomInt(among.length)]!;
const elevenTest = (bsn: string) =>
  [...bsn].reduce((sum, digit, i) => sum + (i < 8 ? 9 - i : -1) * Number(digit), 0) % 11 === 0;

/** A citizen number of the reserved test range, and another one than `not`: there are some nine hundred. */
function someBsn(not?: string): string {
  for (;;) {
    const bsn = `99999${digits(4)}`;
    if (elevenTest(bsn) && bsn !== not) return bsn;
  }
}
const somePostcode = () => `${randomInt(1000, 10_000)} ${letter('BCGHJKLMNPRTVWXZ')}${letter('BCGHJKLMNPRTVWXZ')}`;

/** Other identifiers at every run, written as people write them. */
function someTyped(): readonly Typed[] {
  const bsn = someBsn();
  return [
    { reader: 'readPerson', text: bsn },
    { reader: 'readPerson', text: someBsn(bsn).replace(/^(....)(..)/, '$1.$2.') },
    { reader: 'readPerson', text: `V-nummer: 9${digits(9)}` },
    { reader: 'readBusiness', text: `KvK 9${digits(3)} ${digits(4)}` },
    { reader: 'readBagId', text: `0307200${digits(8)}1` },
    { reader: 'readAddress', text: `${somePostcode()} ${randomInt(1, 2_000)}-${letter('ABCDEFGH')}` },
    { reader: 'readAddress', text: `${somePostcode().toLowerCase()} ${randomInt(1, 2_000)}` },
  ];
}
const identifierOf = ({ reader, text }: Typed) => READERS[reader](text);

/** Everything that would give an identifier away: as typed, as it is blinded, and its value alone, in every encoding. */
function needlesFor(typed: readonly Typed[]): Needles {
  const fromVectors = vectors.ladder.map(({ line }) => line);
  const lines = typed.flatMap((one) => {
    const identifier = identifierOf(one);
    return [...linesToAsk(identifier), ...linesToRegister(identifier)].map(({ line }) => line);
  });
  const texts = [...typed.map(({ text }) => text), ...[...fromVectors, ...lines].flatMap((line) => partsOf(line))];
  const needles = new Needles();
  for (const text of new Set(texts))
    for (const [form, bytes] of spellingsOf(text)) needles.add(`${text} ${form}`, bytes);
  return needles;
}
function partsOf(line: string): string[] {
  const value = line.slice(line.indexOf(':') + 1);
  return line.startsWith('nl-adres') ? [line, value, value.slice(0, 6)] : [line, value];
}

const wholeOf = ({ what, headers, body }: Heard) => Buffer.concat([Buffer.from(`${what}\n${headers}\n\n`), body]);

/** The same question or registration in Node, with blinds of its own. */
async function inNode(use: Use, identifier: Identifier, custodian: Custodian): Promise<Exchange> {
  const lines = use === 'ask' ? linesToAsk(identifier) : linesToRegister(identifier);
  const evaluate = (request: Parameters<Custodian['evaluate']>[0]) => Promise.resolve(custodian.evaluate(request));
  const tokens = await tokensFor(use, lines, custodian.document, evaluate, stretch);
  return {
    use,
    lines: tokens.lines.map((line) => ({
      kind: line.kind,
      scheme: line.scheme,
      tokens: Object.fromEntries(Object.entries(line.tokens).map(([epoch, token]) => [epoch, toBase64url(token)])),
    })),
  };
}

let bundle: Bundle;

beforeAll(async () => {
  bundle = await bundlePage();
});

it('brings neither the engine of the custodian nor parts of Node to a page', () => {
  expect(bundle.inputs).toContain('libs/tokens/src/browser.ts');
  expect(bundle.inputs.some((input) => input.includes('node_modules/hash-wasm/'))).toBe(true);
  const server = /libsodium|node_modules\/argon2\/|^libs\/tokens\/src\/(engine|evaluator|node|testing)\.ts$/;
  expect(bundle.inputs.filter((input) => server.test(input))).toEqual([]);
});

inBrowser('the browser door of tokens in a real browser', () => {
  const typed = someTyped();
  const markKey = randomBytes(32);
  const mark = (line: string) => createHmac('sha256', markKey).update(line).digest('base64url');
  const marks = (lines: readonly unknown[]) => lines.map((line) => mark(JSON.stringify(line)));
  let custodian: Custodian;
  let host: Host | undefined;
  let browser: Browser | undefined;
  let heard: readonly Heard[];
  let found: Findings;

  beforeAll(async () => {
    custodian = await Custodian.start();
    const rootKey = toBase64url(custodian.rootKey);
    const work = { markKey: markKey.toString('base64url'), rootKey, typed, tampered: custodian.tampered };
    host = await startHost(bundle.script, work, custodian);
    browser = startBrowser(findBrowser()!, `http://${host.address}/`, host.address);
    heard = host.heard;
    const report = await Promise.race([
      host.report,
      browser.over,
      wait(PATIENCE, { fault: 'no report in time' }, { ref: false }),
    ]);
    if ('fault' in report) {
      throw new Error(`${report.fault}\n${heard.map(({ what }) => what).join('\n')}\n${browser.said()}`);
    }
    found = report.findings;
  }, PATIENCE + 5_000);

  afterAll(async () => {
    await browser?.stop();
    await host?.stop();
  }, 10_000);

  it('refuses answers that were made under a swapped key', () => {
    expect(found.swappedKey).toBe('tokens.proof-refused');
  });

  it('refuses an epoch document that was tampered with or that another root key signed', () => {
    expect(found.tampered).toEqual(['tokens.document-signature', 'tokens.document-signature']);
    expect(found.documents).toEqual(vectors.epochDocument.cases.map(({ outcome }) => outcome));
  });

  it('refuses every proof of the vectors that is not right', () => {
    expect(found.refusedProofs).toEqual(vectors.refusedProofs.map(({ code }) => code));
  });

  it('refuses a stretch below the floor', () => {
    expect(found.weakStretch).toBe('tokens.stretch-too-weak');
  });

  it('reads what people type, and refuses it, as the vectors say', () => {
    expect(found.typed).toEqual(vectors.typed.map(({ line, code }) => (line === undefined ? code : mark(line))));
    expect(found.refusedLines).toEqual(vectors.refusedLines.map(({ code }) => code));
  });

  it('climbs the address ladder as the vectors say', () => {
    const expected = vectors.ladder.map(({ rung, register, ask, askBuilding }) => ({
      rung,
      register: marks(register),
      ask: marks(ask),
      askBuilding: typeof askBuilding === 'string' ? askBuilding : marks(askBuilding),
    }));
    expect(found.ladder).toEqual(expected);
  });

  it('blinds, checks, unblinds and stretches to the bytes of the vectors', () => {
    const expected = vectors.tokens.map(({ inputs, evaluations }) => ({
      blinded: inputs.map(({ blinded }) => blinded),
      evaluations: evaluations.map(({ epoch, items }) => ({
        epoch,
        items: items.map(({ output, token }) => ({ output, token })),
      })),
    }));
    expect(found.tokens).toEqual(expected);
  });

  it('comes to the same tokens as Node for identifiers that were never used before', async () => {
    const pairs = [];
    for (const [i, one] of typed.entries()) {
      const identifier = identifierOf(one);
      const node = [await inNode('ask', identifier, custodian), await inNode('register', identifier, custodian)];
      // The line is there for the message: it says for which identifier the two differ.
      pairs.push({ line: lineOf(identifier), browser: found.live[i], node });
    }
    expect(pairs.map(({ line, browser }) => ({ line, tokens: browser }))).toEqual(
      pairs.map(({ line, node }) => ({ line, tokens: node })),
    );
    const tokens = pairs.flatMap(({ browser }) =>
      browser!
        .filter(({ use }) => use === 'ask')
        .flatMap(({ lines }) => lines.flatMap((line) => Object.values(line.tokens))),
    );
    // Seven identifiers, one of them a unit with its bare number, in two epochs: none shares a token with another.
    expect(new Set(tokens).size).toBe(16);
  });

  it('sends no identifier: not in an address, a header or a body, whatever the encoding', () => {
    const needles = needlesFor(typed);
    const control = needles.in(
      Buffer.from(`{"a":"${Buffer.from(lineOf(identifierOf(typed[0]!))).toString('base64')}"}`),
    );
    expect(control).not.toEqual([]);
    expect(heard.map((request) => [request.what, needles.in(wholeOf(request))])).toEqual(
      heard.map(({ what }) => [what, []]),
    );
  });

  it('asks the custodian with fresh blinds and nothing else', () => {
    const asked = heard.filter(({ what }) => what.endsWith('/v1/evaluations')).map(({ body }) => body.toString('utf8'));
    // A question and a registration for each of seven, an address under two kinds, and the one with swapped keys.
    expect(asked).toHaveLength(17);
    const form =
      /^\{"use":"(ask|register)","kind":"(person|business|address|building)","blinded":\["[\w-]{43}"(,"[\w-]{43}")*\]\}$/;
    expect(asked.filter((body) => !form.test(body))).toEqual([]);
    const blinded = asked.flatMap((body) => (JSON.parse(body) as { blinded: string[] }).blinded);
    expect(new Set(blinded).size).toBe(blinded.length);
  });

  it('goes to no other address than those of the page and the custodian', () => {
    const known = ['GET /', 'GET /page.js', 'GET /work', 'GET /v1/epochs', 'POST /v1/evaluations'];
    const others = heard.map(({ what }) => what).filter((what) => !known.includes(what));
    expect(others.filter((what) => / \//.test(what))).toEqual(['POST /swapped/v1/evaluations', 'POST /report']);
    // A browser calls its maker of its own accord (clock, updates). The host keeps these calls and lets none through;
    // that the page made none of them follows from its policy, which would have named it as a violation.
    const maker = /^[A-Z]+ (?:http:\/\/)?(?:[\w-]+\.)*(?:google|googleapis|gstatic|gvt1)\.com(?::\d+)?(?:\/|$)/;
    expect(others.filter((what) => !/ \//.test(what) && !maker.test(what))).toEqual([]);
  });

  it('makes a key for a connection whose two files are those that the connector makes and reads', () => {
    const { pair, files } = found.connection;
    const { kty, crv, x, y, kid } = pair.publicJwk;
    expect(kid).toBe(createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url'));
    expect(pair.privateJwk).toEqual({ ...pair.publicJwk, d: expect.stringMatching(/^[\w-]{43}$/) as string });
    const key = createPrivateKey({ key: pair.privateJwk as JsonWebKey, format: 'jwk' });
    const text = Buffer.from('raakvlak');
    const open = createPublicKey({ key: pair.publicJwk as JsonWebKey, format: 'jwk' });
    expect(verify('sha256', text, open, sign('sha256', text, key))).toBe(true);

    const folder = mkdtempSync(join(tmpdir(), 'raakvlak-connection-'));
    const ours = makeConnection(join(folder, 'ours'), CONNECTION);
    const withoutKeys = (file: string): unknown =>
      JSON.parse(file, (name, value: unknown) => (['x', 'y', 'd', 'kid'].includes(name) ? typeof value : value));
    for (const [made, path] of [
      [files.privateFile, ours.privateFile],
      [files.publicFile, ours.publicFile],
    ] as const)
      expect([made.name, withoutKeys(made.text)]).toEqual([basename(path), withoutKeys(readFileSync(path, 'utf8'))]);
    const path = join(folder, files.privateFile.name);
    writeFileSync(path, files.privateFile.text, { mode: 0o600 });
    expect(readConnection(path).key).toEqual(pair.privateJwk);
    expect(files.publicFile.text).not.toContain(pair.privateJwk['d']);
  });

  it('needs no more of the policy of a page than WebAssembly, and that policy was in force', () => {
    expect(found.violations).toEqual(['script-src: eval']);
  });
});
