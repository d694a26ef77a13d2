import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRaakvlak, type RaakvlakWithProofs, signInAsConnection, signInAsDemoPerson } from '#client/node';
import type { Stack } from './stack';

type Signing = Pick<Stack, 'configuration' | 'folder'>;

/** A client in the name of a demo person, `ingrid` for instance (apps/identity/people.json). */
export async function asPerson({ configuration }: Signing, person: string): Promise<RaakvlakWithProofs> {
  return openRaakvlak(configuration, await signInAsDemoPerson(configuration, person));
}

/** A client in the name of a department's system, with the key that the local provider made for it. */
export async function asConnection({ configuration, folder }: Signing, clientId: string): Promise<RaakvlakWithProofs> {
  const key = connectionKey({ folder }, clientId);
  return openRaakvlak(configuration, await signInAsConnection({ ...configuration, clientId }, key));
}

/** The private key that the local provider made for a connection of the demonstration. */
export const connectionKey = ({ folder }: Pick<Stack, 'folder'>, clientId: string): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, 'identity', `connection-${clientId}.jwk.json`), 'utf8')) as Record<
    string,
    string
  >;
