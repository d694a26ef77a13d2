import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A wire tap: passes bytes on unchanged and remembers all of them. */
export interface Relay {
  readonly port: number;
  /** All that went to the server so far, connection after connection */
  readonly sent: () => Buffer;
  /** All that came back */
  readonly received: () => Buffer;
  stop(): Promise<void>;
}

/** @param target port on this machine, asked for at each connection */
export async function startRelay(target: () => number): Promise<Relay> {
  const connections: { readonly sent: Buffer[]; readonly received: Buffer[] }[] = [];
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const tape = { sent: [] as Buffer[], received: [] as Buffer[] };
    connections.push(tape);
    const upstream = connect({ port: target(), host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    copy(client, upstream, tape.sent);
    copy(upstream, client, tape.received);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const tape = (direction: 'sent' | 'received') => (): Buffer =>
    Buffer.concat(connections.flatMap((connection) => connection[direction]));
  return {
    port: (server.address() as AddressInfo).port,
    sent: tape('sent'),
    received: tape('received'),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function copy(from: Socket, to: Socket, tape: Buffer[]): void {
  from.on('data', (bytes) => {
    tape.push(bytes);
    if (!to.write(bytes)) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
  to.on('error', () => from.destroy());
  from.on('close', () => to.destroySoon());
}
