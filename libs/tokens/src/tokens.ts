import { fromBase64url, toBase64url } from './bytes';
import { activeEpoch, liveEpochs, type Epoch, type EpochDocument } from './epochs';
import { kindOf, parseLine, type Kind, type Scheme } from './identifiers';
import type { Line } from './ladder';
import { problem } from './problems';
import { TOKEN_BYTES, type Stretch } from './stretch';
import { blind as blindByDefault, finalize, type Blind, type BlindState, type Evaluation } from './voprf';

/** Why a custodian is asked: a question goes to every live epoch, a registration to the active one. */
export type Use = 'ask' | 'register';

/** Body of POST /v1/evaluations: bytes are base64url. */
export interface EvaluationRequest {
  readonly use: Use;
  readonly kind: Kind;
  readonly blinded: readonly string[];
}

/** Answer of POST /v1/evaluations: bytes are base64url. */
export interface EvaluationResponse {
  readonly kind: Kind;
  readonly evaluations: readonly {
    readonly epoch: string;
    readonly elements: readonly string[];
    readonly proof: string;
  }[];
  /** Compact JWS for the index; this room does not look inside */
  readonly ticket: string;
}

/** Sends one request to the custodian and gives its JSON answer. The answer is checked here, so it may be anything. */
export type Evaluate = (request: EvaluationRequest) => Promise<EvaluationResponse>;

/** The tokens of one line: 32 bytes per epoch id. */
export interface TokenLine {
  readonly kind: Kind;
  readonly scheme: Scheme;
  readonly tokens: Readonly<Record<string, Uint8Array>>;
}

export interface Ticket {
  readonly kind: Kind;
  readonly ticket: string;
}

export interface Tokens {
  /** In the order of the lines that were given */
  readonly lines: readonly TokenLine[];
  /** One for each kind that occurs, in order of first occurrence: kinds have keys and budgets of their own */
  readonly tickets: readonly Ticket[];
}

/** What a platform does in its own way. */
export interface Arithmetic {
  /** How many stretches may run at a time: each takes the memory of the epoch's parameters; one when left out */
  readonly atOnce?: number;
  /** On noble when left out */
  readonly blind?: Blind;
}

interface Answer {
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  readonly ticket: string;
}

function decode(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw problem('evaluation-shape');
  try {
    return fromBase64url(value);
  } catch {
    throw problem('evaluation-shape');
  }
}

function decodeAnswer(kind: Kind, response: Partial<EvaluationResponse> | null | undefined): Answer {
  const { evaluations, ticket } = response ?? {};
  if (response?.kind !== kind || !Array.isArray(evaluations) || typeof ticket !== 'string' || ticket === '') {
    throw problem('evaluation-shape');
  }
  const answers = new Map<string, Evaluation>();
  for (const one of evaluations as readonly Partial<EvaluationResponse['evaluations'][number] | null>[]) {
    const elements: unknown = one?.elements;
    if (typeof one?.epoch !== 'string' || !Array.isArray(elements) || answers.has(one.epoch)) {
      throw problem('evaluation-shape');
    }
    answers.set(one.epoch, { elements: elements.map(decode), proof: decode(one.proof) });
  }
  return { evaluations: answers, ticket };
}

/** A missing epoch would give a false "nobody"; one we do not know cannot be verified. */
function checkEpochs(epochs: readonly Epoch[], { evaluations }: Answer): void {
  if (epochs.some(({ id }) => !evaluations.has(id))) throw problem('epoch-unanswered');
  if (evaluations.size !== epochs.length) throw problem('epoch-unknown');
}

async function stretchAll(
  state: BlindState,
  kind: Kind,
  epochs: readonly Epoch[],
  answer: Answer,
  stretch: Stretch,
  atOnce: number,
): Promise<Record<string, Uint8Array>[]> {
  // Every proof is verified before the first, slow, stretch.
  const outputs = epochs.map((epoch) => {
    const publicKey = fromBase64url(epoch.publicKeys[kind]);
    return finalize(state, publicKey, answer.evaluations.get(epoch.id)!);
  });
  const count = outputs[0]?.length ?? 0;
  // Null prototype: an epoch id is a name from outside.
  const tokens = Array.from({ length: count }, () => Object.create(null) as Record<string, Uint8Array>);
  const work = epochs.flatMap((epoch, e) => {
    const parameters = { ...epoch.argon2, salt: fromBase64url(epoch.salt) };
    return outputs[e]!.map((output, i) => ({ epoch: epoch.id, parameters, output, i }));
  });
  let next = 0;
  // A few at a time: Argon2 is bound by memory, and 256 at once would take gigabytes.
  const lane = async (): Promise<void> => {
    for (let one = work[next++]; one !== undefined; one = work[next++]) {
      const token = await stretch(one.output, one.parameters);
      one.output.fill(0);
      if (token.length !== TOKEN_BYTES) throw problem('stretch-too-weak');
      tokens[one.i]![one.epoch] = token;
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, work.length) }, lane));
  } finally {
    // Also what no lane came to, because another one failed.
    next = work.length;
    for (const { output } of work) output.fill(0);
  }
  return tokens;
}

/**
 * From canonical lines to tokens: blind, let the custodian evaluate, verify every proof, stretch. Nothing is returned
 * unless every expected epoch answered with a valid proof.
 * @param use `ask`: tokens for every live epoch; `register`: for the active epoch only
 * @param lines 1 to 256 per kind, from the ladder
 * @param document opened with openEpochDocument
 * @throws Problem tokens.no-active-epoch, tokens.batch-size, tokens.evaluation-shape, tokens.epoch-unanswered,
 * tokens.epoch-unknown, tokens.proof-refused, and whatever `evaluate` throws
 */
export async function tokensFor(
  use: Use,
  lines: readonly Line[],
  document: EpochDocument,
  evaluate: Evaluate,
  stretch: Stretch,
  { atOnce = 1, blind = blindByDefault }: Arithmetic = {},
): Promise<Tokens> {
  const epochs = use === 'ask' ? liveEpochs(document) : [activeEpoch(document)];
  if (epochs.length === 0) throw problem('no-active-epoch');
  if (lines.length === 0) throw problem('batch-size');
  for (const line of lines) {
    const { scheme } = parseLine(line.line);
    if (scheme !== line.scheme || kindOf(scheme) !== line.kind) throw problem('line-form');
  }
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  const result = new Map<Line, TokenLine>();
  const tickets: Ticket[] = [];
  for (const kind of kinds) {
    const own = lines.filter((line) => line.kind === kind);
    const { blinded, state } = await blind(own.map(({ line }) => line));
    try {
      const answer = decodeAnswer(kind, await evaluate({ use, kind, blinded: blinded.map(toBase64url) }));
      checkEpochs(epochs, answer);
      const tokens = await stretchAll(state, kind, epochs, answer, stretch, atOnce);
      own.forEach((line, i) => result.set(line, { kind, scheme: line.scheme, tokens: tokens[i]! }));
      tickets.push({ kind, ticket: answer.ticket });
    } finally {
      state.forget();
    }
  }
  return { lines: lines.map((line) => result.get(line)!), tickets };
}
