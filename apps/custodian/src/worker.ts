import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '#problem';
import { Evaluator, ready } from '#tokens/evaluator';
import { ELEMENT_BYTES } from './wire';
import type { EpochEvaluation, FromWorker, JobMessage, WorkerKeys } from './worker-messages';

async function serve(port: NonNullable<typeof parentPort>): Promise<void> {
  await ready();
  const evaluators = new Map<string, Evaluator>();
  for (const key of (workerData as WorkerKeys).keys) {
    evaluators.set(`${key.epoch} ${key.kind}`, new Evaluator(key));
    key.seed.fill(0);
  }

  const evaluate = ({ kind, epochs, elements }: JobMessage): EpochEvaluation[] => {
    const blinded = split(elements);
    return epochs.map((epoch) => {
      const evaluator = evaluators.get(`${epoch} ${kind}`);
      if (evaluator === undefined) throw new Error('a key that this worker was not given');
      const batch = evaluator.evaluateBatch(blinded);
      return { epoch, elements: joined(batch.elements), proof: batch.proof };
    });
  };

  port.on('message', (job: JobMessage) => {
    let answer: FromWorker;
    try {
      answer = { evaluations: evaluate(job) };
    } catch (cause) {
      // The position of a bad element stays here: the answer says the same whichever it was.
      answer =
        cause instanceof Problem && cause.kind.status < 500
          ? { refused: { code: cause.code, kind: { ...cause.kind } } }
          : { failed: cause instanceof Error ? cause.name : typeof cause };
    }
    port.postMessage(answer);
  });
  port.postMessage({ ready: true } satisfies FromWorker);
}

function split(elements: Uint8Array): Uint8Array[] {
  return Array.from({ length: elements.length / ELEMENT_BYTES }, (_, i) =>
    elements.subarray(i * ELEMENT_BYTES, (i + 1) * ELEMENT_BYTES),
  );
}

function joined(elements: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(elements.length * ELEMENT_BYTES);
  elements.forEach((element, i) => bytes.set(element, i * ELEMENT_BYTES));
  return bytes;
}

if (parentPort === null) throw new Error('worker.js runs as a worker thread of the custodian only');
void serve(parentPort);
