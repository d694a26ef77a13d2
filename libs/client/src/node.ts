/**
 * client/node: the SDK for the command line, connectors and gateways.
 *
 * Everything of the door `browser`, with the native stretch and libsodium, signing in at an OpenID Connect provider and
 * checking proofs of the audit log on this machine. It owns the way from an identifier to an answer.
 *
 * It never keeps an identifier or a token, never puts one in a URL or an error, and talks to no other servers than the
 * index, the custodian and the provider. What may be kept between commands is the session, by whoever asked for it.
 */
import { NODE_ARITHMETIC, stretch } from '#tokens/node';
import type { LogIdentity } from './proof';
import type { AccessTokens, Deployment } from './raakvlak';
import { RaakvlakWithProofs } from './with-proofs';

export * from './shared';
export * from './sign-in';
export * from './proofs';
export {
  type ClientConfiguration,
  discover,
  type ProviderMetadata,
  resumeSession,
  type SavedSession,
  signInAsConnection,
  signInAsDemoPerson,
  type SignInOptions,
  signInWithBrowser,
  type TokenSource,
} from './sign-in';

/** A client on this machine. @throws Problem `client.insecure-address` */
export function openRaakvlak(configuration: Deployment & LogIdentity, tokens: AccessTokens): RaakvlakWithProofs {
  return new RaakvlakWithProofs({ configuration, tokens, stretch, arithmetic: NODE_ARITHMETIC });
}
