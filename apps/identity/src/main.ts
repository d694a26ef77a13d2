/**
 * identity: a local OpenID provider with made-up people, for demonstration and tests.
 *
 * Whoever reaches it may be anybody, so it listens on this machine only and refuses any other name. It owns the log-in
 * page, its signing keys and the key pairs of demo connections; other connections come in as files while it runs. It
 * never runs in production, knows no involvement and no identifier, imports no library of the product, and decides no
 * rights: it only says who somebody is.
 *
 * Started by the supervisor with its settings in the environment (configuration.ts); says `{"ready":true,…}` on
 * standard output when it listens; ends within two seconds on SIGTERM or SIGINT, and with `--with-parent` also when its
 * standard input ends.
 */
import './runtime';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readIdentityConfiguration } from './configuration';
import { AdmittedConnections } from './connections';
import { handlerFor } from './handler';
import { KeyFolder } from './keys';
import { makeProvider, OWN_CLIENTS } from './provider';

async function start(): Promise<void> {
  // eslint-disable-next-line no-restricted-properties -- the one place of this process; it may not import platform
  const configuration = readIdentityConfiguration(process.env);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(configuration.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const issuer = configuration.issuer ?? `http://localhost:${port}`;
  const { people, connections } = configuration.people;
  const taken = [...people.map(({ sub }) => sub), ...connections.map(({ clientId }) => clientId), ...OWN_CLIENTS];
  const folder = join(configuration.dataDir, 'connections');
  const admitted = new AdmittedConnections(folder, new Set(taken), (line) => console.error(line));
  const provider = makeProvider(issuer, configuration, new KeyFolder(configuration.dataDir), admitted);
  server.on('request', handlerFor(provider, people));

  const stop = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  // The supervisor holds the other end of standard input; when it is gone, so is the reason to run.
  if (process.argv.includes('--with-parent')) process.stdin.on('end', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: true, port, issuer })}\n`);
}

start().catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : 'identity could not start');
  process.exit(1);
});
