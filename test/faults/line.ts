import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Chance } from './chance';

/** Milliseconds, both ends included. */
export type Delay = readonly [least: number, most: number];

/** A line to a server that can be made slow, cut, or so that nothing arrives any more and nobody is told. */
export interface Line {
  readonly port: number;
  /** Holds every packet in either direction up for so long, in order. */
  slow(delay: Delay, chance: Chance): void;
  /** Swallows every byte, of connections that stand and of new ones: a firewall that forgot them all. */
  silence(): void;
  /** Resets every connection, and each new one as soon as it is made. */
  cut(): void;
  /**
   * Lets new connections through, and those that stand unless they were silenced. Of those the server hears that they
   * are gone, as it would from its next keep-alive; the client hears nothing, ever.
   */
  restore(): void;
  stop(): Promise<void>;
}

type Mood =
  | { readonly name: 'open' | 'silent' | 'cut' }
  | { readonly name: 'slow'; readonly delay: Delay; readonly chance: Chance };

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Silenced: nothing goes through any more, in whatever mood */
  lost: boolean;
}

/** @param target port on this machine */
export async function startLine(target: number): Promise<Line> {
  const pairs = new Set<Pair>();
  let mood: Mood = { name: 'open' };

  /** Passes bytes on in order, each at its time. */
  const carry = (pair: Pair, from: Socket, to: Socket): void => {
    let last = 0;
    const later = (work: () => void): void => {
      const now = performance.now();
      const hold = mood.name === 'slow' ? mood.chance.between(...mood.delay) : 0;
      last = Math.max(last, now + hold);
      if (last <= now) work();
      else setTimeout(work, last - now);
    };
    from.on('data', (bytes) => {
      if (mood.name === 'silent') pair.lost = true;
      if (!pair.lost) later(() => to.writable && to.write(bytes));
    });
    from.on('end', () => {
      if (mood.name === 'silent') pair.lost = true;
      if (!pair.lost) later(() => to.end());
    });
    from.on('error', () => pair.lost || to.destroy());
    from.on('close', () => {
      if (mood.name === 'silent') pair.lost = true;
      if (!pair.lost) later(() => to.destroySoon());
    });
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (mood.name === 'cut') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pair = { client, server: upstream, lost: false };
    pairs.add(pair);
    carry(pair, client, upstream);
    carry(pair, upstream, client);
    let open = 2;
    for (const socket of [client, upstream]) socket.on('close', () => --open === 0 && pairs.delete(pair));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    slow: (delay, chance) => void (mood = { name: 'slow', delay, chance }),
    silence() {
      mood = { name: 'silent' };
      for (const pair of pairs) pair.lost = true;
    },
    cut() {
      mood = { name: 'cut' };
      for (const { client, server: upstream } of pairs) {
        client.resetAndDestroy();
        upstream.resetAndDestroy();
      }
    },
    restore() {
      mood = { name: 'open' };
      for (const { server: upstream, lost } of pairs) if (lost) upstream.resetAndDestroy();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const { client, server: upstream } of pairs) {
          client.destroy();
          upstream.destroy();
        }
      }),
  };
}
