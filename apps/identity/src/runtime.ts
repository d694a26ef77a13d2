import { Console } from 'node:console';

// Imported before oidc-provider, which prints notices through console.info and, on Node 20, a warning about the
// runtime. Standard output belongs to the one line that the supervisor reads.
globalThis.console = new Console({ stdout: process.stderr, stderr: process.stderr });

// oidc-provider is written for Node 22 and uses this static method, which early releases of Node 20 lack.
URL.parse ??= (input, base) => (URL.canParse(input, base) ? new URL(input, base) : null);
