import { ConfigurationFault, log } from '#platform';
import type { Budgets } from './budgets';
import { Custody } from './custody';
import type { CustodianConfiguration } from './configuration';
import { EvaluationPool } from './evaluation-pool';
import { TicketSigner } from './ticket';

/** Keys, document, workers and ticket key that belong together; a request uses one of these from its begin to its end. */
export interface Tenure {
  readonly custody: Custody;
  readonly pool: EvaluationPool;
  readonly signer: TicketSigner;
  readonly budgets: Budgets;
}

/** Longer than any request lives, in milliseconds. */
const LAST_ANSWER = 4_000;

/**
 * What is in force now. A new document with its keys takes the place of the old one as a whole, while requests go on; one
 * that is faulty, or older than what is in force, changes nothing.
 */
export class InForce {
  #now: Tenure;
  #taking = false;
  readonly #leaving = new Set<Promise<void>>();

  private constructor(now: Tenure) {
    this.#now = now;
  }

  /** @throws ConfigurationFault naming every fault of the files */
  static async open(configuration: CustodianConfiguration): Promise<InForce> {
    return new InForce(await tenureOf(await Custody.open(configuration), configuration));
  }

  get now(): Tenure {
    return this.#now;
  }

  /**
   * Reads the files again and puts them in force, all or nothing. Says in the log what came of it; never throws.
   * @param read the configuration anew: the settings are those of the process, the files may be other ones
   */
  async renew(read: () => CustodianConfiguration): Promise<void> {
    if (this.#taking) return;
    this.#taking = true;
    try {
      const configuration = read();
      const custody = await Custody.open(configuration);
      refuseOther(custody, this.#now.custody);
      const next = await tenureOf(custody, configuration);
      const before = this.#now;
      this.#now = next;
      const left = this.#leave(before);
      this.#leaving.add(left);
      void left.finally(() => this.#leaving.delete(left));
      log.info('epoch document renewed', { serial: custody.serial, before: before.custody.serial });
    } catch (cause) {
      // The sentences of a ConfigurationFault name settings and never what stands in a file.
      const faults = cause instanceof ConfigurationFault ? cause.faults.join('; ') : undefined;
      if (faults === undefined) log.error('epoch document not renewed, the old one stays', cause);
      else log.warn('epoch document not renewed, the old one stays', { faults });
    } finally {
      this.#taking = false;
    }
  }

  async close(): Promise<void> {
    await this.#now.pool.close();
    this.#now.custody.forget();
    await Promise.all(this.#leaving);
  }

  /** Requests that began under it may still end under it. */
  async #leave({ pool, custody }: Tenure): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, LAST_ANSWER));
    await pool.close();
    custody.forget();
  }
}

async function tenureOf(custody: Custody, { WORKERS, BUDGETS_FILE }: CustodianConfiguration): Promise<Tenure> {
  const pool = await EvaluationPool.open(custody.keys, WORKERS);
  return { custody, pool, signer: new TicketSigner(custody.ticketKey, custody.ticketKid), budgets: BUDGETS_FILE };
}

function refuseOther(next: Custody, now: Custody): void {
  const faults = [
    ...(next.id === now.id ? [] : ['EPOCH_DOCUMENT_FILE is of another custodian']),
    ...(next.serial >= now.serial ? [] : ['EPOCH_DOCUMENT_FILE is older than the one in force']),
  ];
  if (faults.length > 0) throw new ConfigurationFault(faults);
}
