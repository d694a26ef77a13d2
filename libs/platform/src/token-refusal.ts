import { type Problem, problemsOf } from '#problem';

export const problem = problemsOf('access', {
  'token-refused': {
    status: 401,
    title: 'The access token was not accepted',
    advice: 'Sign in again and send the access token that was issued for this service.',
  },
  'scope-missing': {
    status: 403,
    title: 'The access token does not cover this',
    advice:
      'Ask the identity provider for the scope that is named, or your application manager for the role behind it.',
  },
  'identity-provider-unreachable': {
    status: 503,
    title: 'The identity provider does not answer',
    advice: 'Try again shortly. If this stays, the application manager should check the identity provider.',
  },
});

/** Why a token was refused; fixed words, the only thing that leaves this file about a bad token. */
export type RefusalReason =
  | 'too-long'
  | 'not-a-signed-token'
  | 'malformed'
  | 'repeated-member'
  | 'type'
  | 'id-token'
  | 'algorithm'
  | 'no-key-id'
  | 'unknown-key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'lives-too-long'
  | 'claims'
  /** The groups stand at another address than in the token, as Entra ID does it for somebody who is in many */
  | 'groups-elsewhere'
  /** The claims name more than one department */
  | 'several-departments';

export const refused = (reason: RefusalReason): Problem => problem('token-refused', { reason });

const PRINTABLE = /^[^\p{C}]{1,255}$/u;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isPrintable = (value: unknown): value is string => typeof value === 'string' && PRINTABLE.test(value);
