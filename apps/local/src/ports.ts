import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the ports that systems hand out by themselves (from 32768 or 49152): a port that is free now is then still free
// when a process that was told to listen there gets to it, and again when that process is restarted.
const FROM = 20_000;
const TO = 32_000;
const ATTEMPTS = 200;

/**
 * A TCP port that nobody listens on, `preferred` when that is free.
 * Both loopback addresses are tried: a browser that is told `localhost` may take either.
 */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && (await free(preferred))) return preferred;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(FROM, TO);
    if (await free(port)) return port;
  }
  throw new Error('no free port was found');
}

const free = async (port: number): Promise<boolean> =>
  (await bindable(port, '127.0.0.1')) && (await bindable(port, '::1'));

/** Whether one can listen there. A machine without that address (no IPv6) has nobody listening on it either. */
function bindable(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
