import { problemsOf } from '#problem';

/** Every refusal of the custodian's own. Fixed texts; nothing of a request comes back. */
export const problem = problemsOf('custodian', {
  'token-missing': {
    status: 401,
    title: 'There is no access token',
    advice: 'Send the header authorization: Bearer, with the access token that was issued for the custodian.',
  },
  'scope-missing': {
    status: 403,
    title: 'The access token does not allow this use',
    advice: 'Sign in again and ask for the scope that is named.',
  },
  busy: {
    status: 503,
    title: 'More is asked than can be evaluated now',
    advice: 'Nothing was evaluated. Try again after the time in Retry-After.',
  },
  'ledger-unavailable': {
    status: 503,
    title: 'The evaluation could not be written down',
    advice: 'Nothing was evaluated. Try again in a few seconds.',
  },
  'evaluation-interrupted': {
    status: 503,
    title: 'The evaluation was interrupted',
    advice: 'Nothing was disclosed. Send the same request again.',
  },
  'document-expired': {
    status: 503,
    title: 'The epoch document of the custodian has expired',
    advice: 'The key holder has to sign a new epoch document and restart the custodian.',
  },
  'not-ready': {
    status: 503,
    title: 'The custodian cannot serve now',
    advice: 'See the log of the custodian: the database, the evaluation workers or the epoch document is missing.',
  },
});
