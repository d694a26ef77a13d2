import { type KeyObject, createPublicKey } from 'node:crypto';
import { type EpochDocument, activeEpoch, liveEpochs, openEpochDocument } from '#tokens';
import { log } from '#platform';
import { problem } from './problems';

const REFRESH = 60_000;
/** Until there is a first document. */
const IMPATIENT = 1_000;
const TIMEOUT = 2_000;
const LARGEST = 128 * 1024;

interface State {
  readonly custodian: string;
  readonly document: EpochDocument;
  readonly live: readonly string[];
  readonly active: string;
  /** Epochs that something may have been registered in */
  readonly known: readonly string[];
  readonly ticketKeys: ReadonlyMap<string, KeyObject>;
}

/**
 * What the custodian published last: live epochs and the keys that check tickets, signed by its offline root key. Kept in
 * memory, refreshed every minute, and good until it expires, so that a custodian that restarts costs no inquiry.
 */
export class ProtocolState {
  private state: State | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: { custodianUrl: string; rootKey: Uint8Array; demo: boolean }) {}

  /** Fetches once and goes on refreshing; a custodian that is not there yet is tried again. */
  async start(): Promise<void> {
    await this.refresh();
    this.timer = setTimeout(() => void this.start(), this.state === undefined ? IMPATIENT : REFRESH).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  async refresh(): Promise<void> {
    try {
      const answer = await fetch(new URL('/v1/epochs', this.options.custodianUrl), {
        signal: AbortSignal.timeout(TIMEOUT),
        redirect: 'error',
      });
      const text = await answer.text();
      if (!answer.ok || text.length > LARGEST) throw new Error('no epoch document');
      this.take(text);
    } catch (cause) {
      log.error('the epoch document could not be renewed', cause);
    }
  }

  private take(text: string): void {
    const minSerial = this.state?.document.serial;
    const document = openEpochDocument(text, this.options.rootKey, Date.now() / 1000, {
      demo: this.options.demo,
      ...(minSerial === undefined ? {} : { minSerial }),
    });
    this.state = {
      custodian: document.custodian,
      document,
      live: liveEpochs(document).map(({ id }) => id),
      active: activeEpoch(document).id,
      known: document.epochs.filter(({ state }) => state !== 'pending').map(({ id }) => id),
      ticketKeys: new Map(
        document.ticketKeys.map((key) => [key.kid, createPublicKey({ key: { ...key }, format: 'jwk' })]),
      ),
    };
  }

  /** @throws Problem `involvement.epochs-unavailable` when there is no document, or it expired */
  current(): State {
    const { state } = this;
    if (state === undefined || Date.now() / 1000 >= state.document.expiresAt)
      throw problem('epochs-unavailable', { retryAfterSeconds: 5 });
    return state;
  }
}
