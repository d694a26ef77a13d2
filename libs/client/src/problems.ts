import { problemsOf } from '#problem';

/** Everything that can go wrong at the client itself. Texts are fixed: no identifier, token or address of a server. */
export const clientProblem = problemsOf('client', {
  'index-unreachable': {
    status: 503,
    title: 'The index cannot be reached',
    advice: 'Check the connection and whether the index is running, then try again.',
  },
  'custodian-unreachable': {
    status: 503,
    title: 'The custodian cannot be reached',
    advice: 'Check the connection and whether the custodian is running, then try again.',
  },
  'unexpected-answer': {
    status: 502,
    title: 'A server answered in a way this client does not understand',
    advice: 'Nothing was concluded from it. Check the addresses in the configuration and the version of the client.',
  },
  'insecure-address': {
    status: 400,
    title: 'This address is not protected by TLS',
    advice: 'Use https:// in the configuration. Plain http:// is accepted for this machine only (localhost).',
  },
  'no-subject': { status: 400, title: 'No identifier was given', advice: 'Give at least one person or address.' },
  'too-many-subjects': {
    status: 400,
    title: 'Too many identifiers in one question',
    advice: 'Ask about at most 100 at a time.',
  },
  'too-many-changes': {
    status: 400,
    title: 'Too many involvements at a time',
    advice: 'Register at most 100 at a time; renew or withdraw at most 500.',
  },
  'mixed-kinds': {
    status: 400,
    title: 'One question is about one kind of subject',
    advice: 'Ask about persons and about addresses in separate questions.',
  },
  'not-a-case-number': {
    status: 400,
    title: 'This does not look like a case number',
    advice: 'Give the number that your case system made, like WT-2026-00123: no names, citizen numbers or addresses.',
  },
  'not-a-code': {
    status: 400,
    title: 'This is not a code',
    advice: 'Codes are lower-case letters, digits and hyphens, beginning with a letter.',
  },
  'not-an-account': {
    status: 400,
    title: 'This is not an account',
    advice: 'Take the account as a list shows it: the address of the provider, a bar and the name there.',
  },
  'not-a-ground': {
    status: 400,
    title: 'This is not one of the grounds for not informing a resident',
    advice: 'Choose one of the grounds that are named: the list is closed, so that no name can stand in it.',
  },
  'not-a-cover-id': {
    status: 400,
    title: 'This is not the id of a cover',
    advice: 'Use the id from the list of covers.',
  },
  'not-an-emergency': {
    status: 400,
    title: 'This is not one of the reasons for an emergency',
    advice: 'Choose one of the reasons that are named, or ask without an emergency.',
  },
  'not-an-involvement-id': {
    status: 400,
    title: 'This is not the id of an involvement',
    advice: 'Use the id that was printed when the involvement was registered.',
  },
  'not-a-receipt': {
    status: 400,
    title: 'This is not a receipt',
    advice: 'A receipt has 22 letters, digits, hyphens and underscores. Copy it whole.',
  },
  'private-key': {
    status: 400,
    title: 'This is a private key',
    advice: 'Nothing was sent. Give the public file, connection.public.json; the other one stays where it is used.',
  },
  'not-a-public-connection': {
    status: 400,
    title: 'This is not the public file of a connection',
    advice:
      'Give connection.public.json as it was made: with clientId, name, department, teams, caseload and publicJwk.',
  },
  'proof-not-published': {
    status: 409,
    title: 'The proof of this receipt has not been published yet',
    advice: 'Wait and ask again.',
  },
  'proof-invalid': {
    status: 502,
    title: 'The proof does not hold',
    advice: 'Keep the receipt and report this to the privacy officer: the log does not contain what it should.',
  },
  'no-log-key': {
    status: 400,
    title: 'The configuration names no key of the audit log',
    advice: 'Add logKey and logOrigin to the configuration; without them a proof cannot be checked.',
  },
});
