/**
 * tokens: from an identifier to a token, protocol raakvlak/1 (docs/protocol.md).
 *
 * Pure: this door runs in browsers and in Node, reads no clock, opens no connection and keeps nothing. It owns the
 * canonical form of identifiers, the address ladder, the client side of the VOPRF (RFC 9497), the epoch document and the
 * assembly of tokens. The doors `browser` and `node` add the stretch, `evaluator` the custodian's side.
 *
 * It never shows an identifier in an error, never guesses what was meant, and never gives a token without a valid proof
 * under the pinned key of every epoch that counts.
 */
export { fromBase64url, toBase64url } from './bytes';
export {
  activeEpoch,
  checkEpochDocument,
  EPOCH_STATES,
  liveEpochs,
  mayMove,
  openEpochDocument,
  PROTOCOL,
  type Epoch,
  type EpochDocument,
  type EpochExpectation,
  type EpochState,
  type TicketKey,
} from './epochs';
export {
  addressOf,
  identifierOf,
  isScheme,
  kindOf,
  KINDS,
  lineOf,
  parseLine,
  requireTestRange,
  SCHEMES,
  type Address,
  type AddressParts,
  type AddressSource,
  type Identifier,
  type Kind,
  type Scheme,
} from './identifiers';
export {
  FEWEST_CASE_DIGITS,
  mayBeCaseNumber,
  MOST_CASE_CHARACTERS,
  MOST_CASE_DIGITS,
  MOST_CASE_LETTERS,
} from './case-number';
export { EMERGENCY_REASONS, MOST_IN_EMERGENCY, type EmergencyReason } from './emergency';
export { NOTICE_GROUNDS, type NoticeGround } from './notice';
export { OWN_DISCLOSURES, type OwnDisclosure } from './own-disclosure';
export { linesToAsk, linesToAskBuilding, linesToRegister, rungOf, type Line, type Rung } from './ladder';
export { readAddress, readBagId, readBsn, readBusiness, readPerson, readVNumber } from './reading';
export {
  checkSaltedStretch,
  checkStretch,
  SALT_BYTES,
  STRETCH_FLOOR,
  TOKEN_BYTES,
  type SaltedStretch,
  type Stretch,
  type StretchParameters,
} from './stretch';
export {
  tokensFor,
  type Arithmetic,
  type Evaluate,
  type EvaluationRequest,
  type EvaluationResponse,
  type Ticket,
  type TokenLine,
  type Tokens,
  type Use,
} from './tokens';
export {
  blind,
  type Blind,
  BlindState,
  finalize,
  MAX_BATCH,
  MODE,
  SUITE,
  type Blinding,
  type Evaluation,
  type Rng,
} from './voprf';
