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
  'role-refused': {
    status: 403,
    title: 'Your role does not allow this use, or this kind of subject',
    advice: 'An application manager registers addresses, for a list of collective addresses, and nothing else.',
  },
  'not-enrolled': {
    status: 403,
    title: 'This connection is not enrolled at the custodian',
    advice:
      'Ask the operator of the custodian to enrol it with its caseload. The access token of a connection has the role connection, that of a person has not.',
  },
  blocked: {
    status: 403,
    title: 'This account is blocked at the custodian',
    advice: 'Call the operator of the custodian.',
  },
  'budget-spent': {
    status: 429,
    title: 'The budget for evaluations is spent',
    advice:
      'Nothing was evaluated and nothing was debited. Wait until the window that is named has ended, or ask for fewer at once. If the work needs more, your application manager calls the operator of the custodian, who can raise the budget.',
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
    advice: 'The key holder has to sign a new epoch document and give it to the custodian.',
  },
  'not-ready': {
    status: 503,
    title: 'The custodian cannot serve now',
    advice: 'See the log of the custodian: the database, the evaluation workers or the epoch document is missing.',
  },
});
