import { bytesToHex } from '@noble/hashes/utils.js';

import { Problem } from '#problem';

import { toBase64url } from './bytes';
import { ready } from './transcript';
import type { EpochDocument } from './epochs';
import { parseLine } from './identifiers';
import { linesToAsk, linesToAskBuilding, linesToRegister, type Line } from './ladder';
import { NODE_ARITHMETIC, stretch } from './node';
import { bytesFor, custodianFor, documentFor, epochFor, laterRefusalOf } from './testing';
import { tokensFor, type Evaluate, type EvaluationResponse } from './tokens';

let document: EpochDocument;
let custodian: Evaluate;

beforeAll(async () => {
  await ready();
  document = documentFor([epochFor('2025-1', 'retiring'), epochFor('2026-1', 'active'), epochFor('2027-1', 'pending')]);
  custodian = custodianFor(document);
});

const person = linesToAsk(parseLine('nl-bsn:999993653'));
const unit = parseLine('nl-adres:3811LM/12/A');

/** A custodian on the way to which something changes the answer. */
const answering =
  (change: (answer: EvaluationResponse) => unknown): Evaluate =>
  async (request) =>
    change(await custodian(request)) as EvaluationResponse;
const ask = (evaluate: Evaluate, lines: readonly Line[] = person) =>
  laterRefusalOf(tokensFor('ask', lines, document, evaluate, stretch));
const evaluationsOf =
  (change: (evaluations: EvaluationResponse['evaluations']) => unknown): ((answer: EvaluationResponse) => unknown) =>
  (answer) => ({ ...answer, evaluations: change(answer.evaluations) });

describe('tokens for a question', () => {
  it('refuse an answer without one of the live epochs, which would be a false "nobody"', async () => {
    expect(await ask(answering(evaluationsOf(([first]) => [first])))).toBe('tokens.epoch-unanswered');
    expect(await ask(answering(evaluationsOf(() => [])))).toBe('tokens.epoch-unanswered');
  });

  it('refuse an answer for an epoch that the document does not have, or that is answered twice', async () => {
    const extra = evaluationsOf((all) => [...all, { ...all[0]!, epoch: '2027-1' }]);
    expect(await ask(answering(extra))).toBe('tokens.epoch-unknown');
    expect(await ask(answering(evaluationsOf((all) => [...all, all[0]])))).toBe('tokens.evaluation-shape');
  });

  it('refuse the evaluation of one epoch under the name of another', async () => {
    const swapped = evaluationsOf(([one, two]) => [
      { ...one!, epoch: two!.epoch },
      { ...two!, epoch: one!.epoch },
    ]);
    expect(await ask(answering(swapped))).toBe('tokens.proof-refused');
  });

  it('refuse a custodian that has other keys than the document pins', async () => {
    const other = documentFor([epochFor('2026-1', 'active'), epochFor('2025-1', 'retiring')]);
    const foreign = other.epochs.map((epoch) => ({ ...epoch, publicKeys: epochFor('9999-1', 'active').publicKeys }));
    const refusal = tokensFor('ask', person, { ...other, epochs: foreign }, custodian, stretch);
    expect(await laterRefusalOf(refusal)).toBe('tokens.proof-refused');
  });

  it('refuse before the first stretch when the second epoch has a wrong proof', async () => {
    let stretched = 0;
    const counting: typeof stretch = (output, parameters) => {
      stretched++;
      return stretch(output, parameters);
    };
    const wrong = evaluationsOf(([one, two]) => [one, { ...two!, proof: one!.proof }]);
    const refusal = tokensFor('ask', person, document, answering(wrong), counting);
    expect(await laterRefusalOf(refusal)).toBe('tokens.proof-refused');
    expect(stretched).toBe(0);
  });

  it.each<[string, (answer: EvaluationResponse) => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a text', () => 'evaluations'],
    ['another kind', (answer) => ({ ...answer, kind: 'address' })],
    ['no ticket', ({ kind, evaluations }) => ({ kind, evaluations })],
    ['an empty ticket', (answer) => ({ ...answer, ticket: '' })],
    ['evaluations that are no list', (answer) => ({ ...answer, evaluations: {} })],
    ['a null evaluation', evaluationsOf((all) => [null, ...all])],
    ['elements that are no list', evaluationsOf(([one, two]) => [{ ...one, elements: 'x' }, two])],
    ['elements that are no text', evaluationsOf(([one, two]) => [{ ...one, elements: [7] }, two])],
    ['padding in the proof', evaluationsOf(([one, two]) => [{ ...one, proof: `${one!.proof}==` }, two])],
    ['no proof', evaluationsOf(([one, two]) => [{ ...one, proof: undefined }, two])],
  ])('refuse %s as an answer', async (_name, change) => {
    expect(await ask(answering(change))).toBe('tokens.evaluation-shape');
  });

  it('refuse lines that are not canonical, or that carry another kind than their scheme', async () => {
    const line: Line = { kind: 'person', scheme: 'nl-bsn', line: 'nl-bsn:999992972' };
    expect(await ask(custodian, [line])).toBe('tokens.bsn-check');
    expect(await ask(custodian, [{ ...person[0]!, kind: 'address' }])).toBe('tokens.line-form');
    expect(await ask(custodian, [{ ...person[0]!, scheme: 'nl-vnr' }])).toBe('tokens.line-form');
  });

  it('refuse no lines and more than 256 of a kind, without asking the custodian', async () => {
    let asked = 0;
    const counting: Evaluate = (request) => {
      asked++;
      return custodian(request);
    };
    expect(await ask(counting, [])).toBe('tokens.batch-size');
    expect(await ask(counting, Array<Line>(257).fill(person[0]!))).toBe('tokens.batch-size');
    expect(asked).toBe(0);
  });

  it('refuse when no epoch is live', async () => {
    const pending = documentFor([epochFor('2027-1', 'pending')]);
    const refusal = (use: 'ask' | 'register') => laterRefusalOf(tokensFor(use, person, pending, custodian, stretch));
    expect(await refusal('ask')).toBe('tokens.no-active-epoch');
    expect(await refusal('register')).toBe('tokens.no-active-epoch');
  });

  it('let the problem of the custodian through unchanged', async () => {
    const problem = new Problem('custodian.budget-spent', { status: 429, title: 'Budget spent', advice: 'Wait.' });
    expect(await ask(() => Promise.reject(problem))).toBe('custodian.budget-spent');
  });

  it('bring one token of 32 bytes for every live epoch and line, in the order of the lines', async () => {
    const lines = linesToAsk(unit);
    const { lines: tokens, tickets } = await tokensFor('ask', lines, document, custodian, stretch);
    expect(tokens.map(({ scheme }) => scheme)).toEqual(['nl-adres', 'nl-adres']);
    for (const line of tokens) {
      expect(Object.keys(line.tokens)).toEqual(['2026-1', '2025-1']);
      expect(Object.values(line.tokens).map(({ length }) => length)).toEqual([32, 32]);
    }
    expect(new Set(tokens.flatMap((line) => Object.values(line.tokens)).map((token) => bytesToHex(token))).size).toBe(
      4,
    );
    expect(tickets).toEqual([{ kind: 'address', ticket: 'ticket for 2 address' }]);
  });
});

describe('tokens for a registration', () => {
  it('refuse an answer for more than the active epoch', async () => {
    const evaluate: Evaluate = (request) => custodian({ ...request, use: 'ask' });
    const refusal = tokensFor('register', person, document, evaluate, stretch);
    expect(await laterRefusalOf(refusal)).toBe('tokens.epoch-unknown');
  });

  it('go to the active epoch only, with a ticket for each kind', async () => {
    const { lines, tickets } = await tokensFor('register', linesToRegister(unit), document, custodian, stretch);
    expect(lines.map(({ kind, tokens }) => [kind, Object.keys(tokens)])).toEqual([
      ['address', ['2026-1']],
      ['building', ['2026-1']],
    ]);
    expect(tickets.map(({ kind }) => kind)).toEqual(['address', 'building']);
  });
});

describe('a question and a registration', () => {
  const hexOf = async (use: 'ask' | 'register', lines: readonly Line[]) => {
    const result = await tokensFor(use, lines, document, custodian, stretch);
    return result.lines.map(({ tokens }) => bytesToHex(tokens['2026-1']!));
  };

  it('meet in the same token, on the unit and on the building, whoever asks and whenever', async () => {
    const registered = await hexOf('register', linesToRegister(unit));
    const [asked] = await hexOf('ask', linesToAsk(unit));
    const [building] = await hexOf('ask', linesToAskBuilding(parseLine('nl-adres:3811LM/12/B')));
    expect([asked, building]).toEqual(registered);
  });

  it('meet in the same token, on noble and on libsodium', async () => {
    const lines = [...linesToAsk(unit), ...person];
    const [noble, sodium] = await Promise.all([
      tokensFor('ask', lines, document, custodian, stretch),
      tokensFor('ask', lines, document, custodian, stretch, NODE_ARITHMETIC),
    ]);
    expect(sodium).toEqual(noble);
  });

  it('are refused on libsodium too when a proof is not under the pinned key', async () => {
    const foreign = document.epochs.map((epoch) => ({
      ...epoch,
      publicKeys: { ...epoch.publicKeys, person: epoch.publicKeys.address },
    }));
    const other = { ...document, epochs: foreign };
    const refusal = tokensFor('ask', person, other, custodian, stretch, NODE_ARITHMETIC);
    expect(await laterRefusalOf(refusal)).toBe('tokens.proof-refused');
  });

  it('keep lines of several kinds apart and in order', async () => {
    const mixed = [...linesToRegister(unit), ...person, ...linesToRegister(parseLine('nl-adres:3811LM/14/'))];
    const together = await hexOf('register', mixed);
    const apart = await Promise.all(mixed.map((line) => hexOf('register', [line])));
    expect(together).toEqual(apart.flat());
  });

  it('send the custodian nothing but blinded elements: never the line, never twice the same', async () => {
    const seen: string[] = [];
    const spying: Evaluate = (request) => {
      seen.push(JSON.stringify(request));
      return custodian(request);
    };
    await tokensFor('ask', person, document, spying, stretch);
    await tokensFor('ask', person, document, spying, stretch);
    expect(seen).toHaveLength(2);
    expect(seen[0]).not.toBe(seen[1]);
    for (const request of seen) {
      expect(request).toMatch(/^\{"use":"ask","kind":"person","blinded":\["[\w-]{43}"\]\}$/);
      expect(request).not.toContain(toBase64url(bytesFor('999993653')));
    }
  });
});
