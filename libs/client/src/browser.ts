/**
 * client/browser: the SDK for web pages, on fetch and WebAssembly.
 *
 * It owns the way from an identifier to an answer: tokens with the custodian's blind help, then the question or the
 * registration at the index. A page hands over its access tokens and runs this in a Web Worker, where a stretch does not
 * block typing.
 *
 * It never keeps an identifier or a token, never puts one in a URL or an error, and talks to no other server than the
 * index and the custodian. Signing in and checking proofs of the log belong to other doors.
 */
import { stretch } from '#tokens/browser';
import { type AccessTokens, type Deployment, Raakvlak } from './raakvlak';

export { makeConnectionKey } from './connection-key';
export * from './shared';

/** A client for this page. @throws Problem `client.insecure-address` */
export function openRaakvlak(configuration: Deployment, tokens: AccessTokens): Raakvlak {
  return new Raakvlak({ configuration, tokens, stretch });
}
