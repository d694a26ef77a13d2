// Runs in the browser, bundled by bundle.ts. It does what a web application does with the door `browser`, under the
// policy that such an application has, and reports what came out to the host that served it.
import { connectionFiles, makeConnectionKey } from '#client/browser';
import { Problem } from '#problem';
import {
  blind,
  type EpochDocument,
  finalize,
  fromBase64url,
  type Identifier,
  type Line,
  lineOf,
  linesToAsk,
  linesToAskBuilding,
  linesToRegister,
  openEpochDocument,
  parseLine,
  readAddress,
  readBagId,
  readBusiness,
  readPerson,
  readVNumber,
  type Rng,
  rungOf,
  STRETCH_FLOOR,
  stretch,
  toBase64url,
  tokensFor,
  type EvaluationResponse,
  type Use,
} from '#tokens/browser';
import vectors from '../../docs/protocol-vectors.json';
import { CONNECTION, type Exchange, type Findings, type MarkedLadder, type Report, type Work } from './exchange';

const READERS: Readonly<Record<string, (text: string) => Identifier>> = {
  readPerson,
  readVNumber,
  readBusiness,
  readBagId,
  readAddress,
};

type Mark = (line: string) => Promise<string>;

const read = (reader: string, text: string): Identifier => READERS[reader]!(text);

async function refusalOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'accepted';
}

async function marksUnder(secret: string): Promise<Mark> {
  const key = await crypto.subtle.importKey(
    'raw',
    fromBase64url(secret, 32),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return async (line) =>
    toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(line))));
}

/** Randomness that makes noble choose these scalars, little-endian: it maps random x to (x mod (n − 1)) + 1. */
function randomnessFor(scalars: readonly string[]): Rng {
  let next = 0;
  return (length = 48) => {
    const random = new Uint8Array(length);
    random.set(fromBase64url(scalars[next++]!, 32));
    let at = 0;
    while (random[at] === 0) random[at++] = 255;
    random[at]! -= 1;
    return random;
  };
}

type Vector = (typeof vectors.tokens)[number];

const blindAsIn = ({ inputs }: Pick<Vector, 'inputs'>) =>
  blind(
    inputs.map(({ line }) => line),
    randomnessFor(inputs.map((input) => input.blind)),
  );

const evaluationIn = (one: { items: readonly { element: string }[]; proof: string }) => ({
  elements: one.items.map(({ element }) => fromBase64url(element)),
  proof: fromBase64url(one.proof),
});

async function tokensOf(vector: Vector): Promise<Findings['tokens'][number]> {
  const { blinded, state } = blindAsIn(vector);
  const evaluations = [];
  for (const one of vector.evaluations) {
    const key = vectors.keys.find(({ kind, epoch }) => kind === vector.kind && epoch === one.epoch)!;
    const { argon2, salt } = vectors.epochs.find(({ id }) => id === one.epoch)!;
    const items = [];
    for (const output of finalize(state, fromBase64url(key.publicKey), evaluationIn(one))) {
      const token = await stretch(output, { ...argon2, salt: fromBase64url(salt) });
      items.push({ output: toBase64url(output), token: toBase64url(token) });
    }
    evaluations.push({ epoch: one.epoch, items });
  }
  return { blinded: blinded.map(toBase64url), evaluations };
}

async function ladderOf(line: string, mark: Mark): Promise<MarkedLadder> {
  const identifier = parseLine(line);
  const marks = (lines: readonly Line[]) => Promise.all(lines.map((one) => mark(JSON.stringify(one))));
  const building = await refusalOf(() => linesToAskBuilding(identifier));
  return {
    rung: rungOf(identifier),
    register: await marks(linesToRegister(identifier)),
    ask: await marks(linesToAsk(identifier)),
    askBuilding: building === 'accepted' ? await marks(linesToAskBuilding(identifier)) : building,
  };
}

/** The refused proofs belong to the last vector: one batch of an address with and without its unit. */
async function refusedProofs(): Promise<string[]> {
  const { state } = blindAsIn(vectors.tokens.at(-1)!);
  return Promise.all(
    vectors.refusedProofs.map((one) =>
      refusalOf(() => finalize(state, fromBase64url(one.publicKey), evaluationIn(one))),
    ),
  );
}

async function readTyped({ reader, input }: { reader: string; input: string }, mark: Mark): Promise<string> {
  const refusal = await refusalOf(() => read(reader, input));
  return refusal === 'accepted' ? mark(lineOf(read(reader, input))) : refusal;
}

async function fromVectors(mark: Mark) {
  const tokens = [];
  for (const vector of vectors.tokens) tokens.push(await tokensOf(vector));
  const { rootPublicKey, cases } = vectors.epochDocument;
  const root = fromBase64url(rootPublicKey);
  return {
    typed: await Promise.all(vectors.typed.map((one) => readTyped(one, mark))),
    refusedLines: await Promise.all(vectors.refusedLines.map(({ line }) => refusalOf(() => parseLine(line)))),
    ladder: await Promise.all(vectors.ladder.map(({ line }) => ladderOf(line, mark))),
    tokens,
    refusedProofs: await refusedProofs(),
    documents: await Promise.all(
      cases.map(({ jws, now, minSerial }) => refusalOf(() => openEpochDocument(jws, root, now, { minSerial }))),
    ),
    weakStretch: await refusalOf(() =>
      stretch(new Uint8Array(64), { ...STRETCH_FLOOR, passes: 1, salt: new Uint8Array(16) }),
    ),
  };
}

async function answered(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

const post = (path: string, body: unknown) =>
  answered(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function exchange(use: Use, lines: readonly Line[], document: EpochDocument, at: string): Promise<Exchange> {
  const tokens = await tokensFor(
    use,
    lines,
    document,
    async (request) => (await post(at, request)).json() as Promise<EvaluationResponse>,
    stretch,
  );
  const text = (all: Readonly<Record<string, Uint8Array>>) =>
    Object.fromEntries(Object.entries(all).map(([epoch, token]) => [epoch, toBase64url(token)]));
  return {
    use,
    lines: tokens.lines.map((line) => ({ kind: line.kind, scheme: line.scheme, tokens: text(line.tokens) })),
  };
}

async function withCustodian(work: Work) {
  const root = fromBase64url(work.rootKey, 32);
  const now = Math.floor(Date.now() / 1000);
  const document = openEpochDocument(await (await answered('/v1/epochs')).text(), root, now, { demo: true });
  const live = [];
  for (const { reader, text } of work.typed) {
    const identifier = read(reader, text);
    live.push([
      await exchange('ask', linesToAsk(identifier), document, '/v1/evaluations'),
      await exchange('register', linesToRegister(identifier), document, '/v1/evaluations'),
    ]);
  }
  const { reader, text } = work.typed[0]!;
  const lines = linesToAsk(read(reader, text));
  return {
    live,
    swappedKey: await refusalOf(() => exchange('ask', lines, document, '/swapped/v1/evaluations')),
    tampered: await Promise.all(
      work.tampered.map((jws) => refusalOf(() => openEpochDocument(jws, root, now, { demo: true }))),
    ),
  };
}

async function connection(): Promise<Findings['connection']> {
  const pair = await makeConnectionKey();
  return { pair, files: connectionFiles(CONNECTION, pair) };
}

/** Breaks the policy on purpose: a run that is not refused here would say nothing about the policy of a real page. */
async function breakPolicy(violations: readonly string[]): Promise<void> {
  const refused = (() => {
    try {
      return new Function('return false')() as boolean;
    } catch {
      return true;
    }
  })();
  if (!refused) throw new Error('the page could make code from text');
  for (let waited = 0; violations.length === 0 && waited < 50; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function findings(): Promise<Findings> {
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    violations.push(`${effectiveDirective}: ${blockedURI}`),
  );
  const work = (await (await answered('/work')).json()) as Work;
  const mark = await marksUnder(work.markKey);
  const found = { ...(await fromVectors(mark)), ...(await withCustodian(work)), connection: await connection() };
  await breakPolicy(violations);
  return { ...found, violations };
}

void findings()
  .then(
    (found): Report => ({ findings: found }),
    (error: unknown): Report => ({ fault: String(error instanceof Error ? (error.stack ?? error) : error) }),
  )
  .then((report) => post('/report', report));
