/**
 * client/browser: the SDK for web pages, on fetch and WebAssembly.
 *
 * It owns signing in at an OpenID Connect provider, and the way from an identifier to an answer: tokens with the
 * custodian's blind help, then the question or the registration at the index. A page runs this in a Web Worker, where a
 * stretch does not block typing and access tokens are out of reach of the page.
 *
 * It never keeps an identifier or its token, never puts one in a URL or an error, stores nothing, and talks to no other
 * servers than the index, the custodian and the provider. Checking proofs of the log belongs to the door `node`.
 */
import { stretch } from '#tokens/browser';
import { type AccessTokens, type Deployment, Raakvlak } from './raakvlak';

export { makeConnectionKey } from './connection-key';
export * from './shared';
export type { PendingSignIn, Person } from './authorization';
export type { ClientConfiguration } from './token-source';
export { beginSignIn, finishSignIn, type WebSession, type WebSignInOptions } from './web-sign-in';
// What a page needs to read what somebody types; it may import no room but this one and `problem`.
export {
  addressOf,
  EMERGENCY_REASONS,
  identifierOf,
  mayBeCaseNumber,
  NOTICE_GROUNDS,
  OWN_DISCLOSURES,
  readAddress,
  readBagId,
  readBsn,
  readBusiness,
  readPerson,
  readVNumber,
  type Address,
  type AddressParts,
  type EmergencyReason,
  type Identifier,
  type NoticeGround,
  type OwnDisclosure,
} from '#tokens';

/** A client for this page. @throws Problem `client.insecure-address` */
export function openRaakvlak(configuration: Deployment, tokens: AccessTokens): Raakvlak {
  return new Raakvlak({ configuration, tokens, stretch });
}
