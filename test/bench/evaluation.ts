import sodium from 'libsodium-wrappers-sumo';
import { Evaluator, newSeed, ready } from '#tokens/evaluator';
import { type Row, median, rounded } from './measure';

const ROUNDS = 9;
const MILLISECONDS = 700;

/** Calls `work` for a while and returns elements per second. */
function rateOf(elements: number, work: () => void): number {
  const began = performance.now();
  let done = 0;
  while (performance.now() - began < MILLISECONDS) {
    work();
    done += elements;
  }
  return (done / (performance.now() - began)) * 1000;
}

/**
 * Evaluation with proof against nothing but its group operations, in turn in one process: k·C and the weight per element,
 * the additions, and the three multiplications of the proof. What is over is hashing, checks and copying.
 */
export async function evaluationRows(): Promise<Row[]> {
  await ready();
  await sodium.ready;
  const evaluator = new Evaluator({ kind: 'person', epoch: 'bench-1', seed: newSeed() });
  const secret = sodium.crypto_core_ristretto255_scalar_random();
  return [1, 100].map((size) => {
    const blinded = Array.from({ length: size }, () => sodium.crypto_core_ristretto255_random());
    const product = (): void => {
      const ours = (): void => void evaluator.evaluateBatch(blinded);
      ours();
    };
    const primitives = (): void => {
      let sum: Uint8Array | undefined;
      for (const point of blinded) {
        sodium.crypto_scalarmult_ristretto255(secret, point);
        const weighted = sodium.crypto_scalarmult_ristretto255(secret, point);
        sum = sum === undefined ? weighted : sodium.crypto_core_ristretto255_add(sum, weighted);
      }
      const composite = sum ?? blinded[0]!;
      sodium.crypto_scalarmult_ristretto255(secret, composite);
      sodium.crypto_scalarmult_ristretto255_base(secret);
      sodium.crypto_scalarmult_ristretto255(secret, composite);
    };
    rateOf(size, product);
    rateOf(size, primitives);
    const rounds = Array.from({ length: ROUNDS }, () => ({
      ours: rateOf(size, product),
      bare: rateOf(size, primitives),
    }));
    const ratio = median(rounds.map(({ ours, bare }) => ours / bare));
    return {
      id: size === 1 ? 'evaluation-single' : 'evaluation-hundred',
      what: size === 1 ? 'evaluation with proof, one at a time' : 'evaluation with proof, batches of 100',
      value: rounded(median(rounds.map(({ ours }) => ours))),
      unit: 'elements/s',
      reference: rounded(median(rounds.map(({ bare }) => bare))),
      ratio: rounded(ratio),
      goal: '>= 0.8',
      met: ratio >= 0.8,
    };
  });
}
