import { problemsOf } from '#problem';

const IDENTIFIER = 422;
const REQUEST = 400;
const UPSTREAM = 502;

/** Every refusal of this room. Texts are fixed: none of them may ever hold the value that was refused. */
export const problem = problemsOf('tokens', {
  empty: { status: IDENTIFIER, title: 'Nothing was filled in', advice: 'Type or paste the number or the address.' },
  'unexpected-character': {
    status: IDENTIFIER,
    title: 'There is a character that does not belong here',
    advice:
      'Type it again. Look for a letter O instead of a zero, a letter l instead of a one, or copied text around it.',
  },
  'more-than-one': {
    status: IDENTIFIER,
    title: 'There is more than one number or address here',
    advice: 'Choose one and ask again for the other. Nothing was looked up.',
  },
  'all-zeros': {
    status: IDENTIFIER,
    title: 'A number of only zeros does not exist',
    advice: 'The source has a placeholder here. Look the number up in the file of the person or business.',
  },
  'bsn-length': {
    status: IDENTIFIER,
    title: 'A citizen service number (BSN) has nine digits',
    advice: 'Check the number in the source. Leading zeros belong to it and are never added by the system.',
  },
  'bsn-check': {
    status: IDENTIFIER,
    title: 'This is not a valid citizen service number (BSN)',
    advice: 'The check digit is wrong: look for two swapped digits or a typing error.',
  },
  'vnr-length': {
    status: IDENTIFIER,
    title: 'A V-number has ten digits',
    advice: 'Check the number on the document. Leading zeros belong to it.',
  },
  'kvk-length': {
    status: IDENTIFIER,
    title: 'A KVK number has eight digits',
    advice: 'Check the number in the Business Register. Leading zeros belong to it; twelve digits is a branch number.',
  },
  'bag-length': {
    status: IDENTIFIER,
    title: 'A BAG id has sixteen digits',
    advice: 'Keep it as text in the source: a spreadsheet drops the leading zero and rounds the last digits.',
  },
  'bag-not-an-address': {
    status: IDENTIFIER,
    title: 'This BAG id is not that of an address',
    advice: 'Use the id of the number designation (nummeraanduiding): positions five and six are 20.',
  },
  'bag-verblijfsobject': {
    status: IDENTIFIER,
    title: 'This is the BAG id of an accommodation unit (verblijfsobject, 01)',
    advice: 'Use the id of its main address, the number designation (nummeraanduiding): positions five and six are 20.',
  },
  'bag-ligplaats': {
    status: IDENTIFIER,
    title: 'This is the BAG id of a mooring (ligplaats, 02)',
    advice: 'Use the id of its main address, the number designation (nummeraanduiding): positions five and six are 20.',
  },
  'bag-standplaats': {
    status: IDENTIFIER,
    title: 'This is the BAG id of a pitch (standplaats, 03)',
    advice: 'Use the id of its main address, the number designation (nummeraanduiding): positions five and six are 20.',
  },
  'bag-pand': {
    status: IDENTIFIER,
    title: 'This is the BAG id of a building (pand, 10)',
    advice: 'A building can have many addresses. Use the id of one address: positions five and six are 20.',
  },
  'bag-openbare-ruimte': {
    status: IDENTIFIER,
    title: 'This is the BAG id of a street (openbare ruimte, 30)',
    advice: 'Use the id of one address on it: positions five and six are 20.',
  },
  formula: {
    status: IDENTIFIER,
    title: 'The text begins as a spreadsheet formula',
    advice: 'Type the postcode and house number by hand. The source cell may have been tampered with.',
  },
  'postcode-missing': {
    status: IDENTIFIER,
    title: 'The postcode is missing',
    advice: 'Type the postcode and house number, for instance 1234 AB 56. The postcode is never guessed from a street.',
  },
  'postcode-form': {
    status: IDENTIFIER,
    title: 'This is not a postcode',
    advice: 'A postcode has four digits, of which the first is not 0, and two letters.',
  },
  'postcode-not-issued': {
    status: IDENTIFIER,
    title: 'This postcode does not exist',
    advice: 'The letters SA, SD and SS are not issued. Check the postcode.',
  },
  'number-missing': {
    status: IDENTIFIER,
    title: 'The house number is missing',
    advice: 'Type the house number after the postcode, for instance 1234 AB 56.',
  },
  'number-range': {
    status: IDENTIFIER,
    title: 'This is not a house number',
    advice: 'A house number is a whole number from 1 to 99999 without leading zeros.',
  },
  'number-ambiguous': {
    status: IDENTIFIER,
    title: 'It is not clear which figure is the house number',
    advice: 'Type only the postcode, the house number and the addition, for instance 1234 AB 56 A.',
  },
  'letter-form': {
    status: IDENTIFIER,
    title: 'This is not a house letter',
    advice: 'A house letter is one letter from A to Z; anything longer is an addition.',
  },
  'addition-form': {
    status: IDENTIFIER,
    title: 'This is not a house number addition',
    advice: 'An addition has at most four letters and digits. Put the name of a place or a remark elsewhere.',
  },
  'line-form': {
    status: IDENTIFIER,
    title: 'This is not a canonical line',
    advice: 'A line is written scheme:value in ASCII, exactly as docs/protocol.md gives it.',
  },
  'scheme-unknown': {
    status: IDENTIFIER,
    title: 'This identifier scheme is not known',
    advice: 'Use nl-bsn, nl-vnr, nl-kvk, nl-adres, nl-adres-nummer or nl-bag-na.',
  },
  'not-a-subject': {
    status: IDENTIFIER,
    title: 'All units at a number together are not a subject',
    advice: 'Register or ask for one address; for all units at its number ask about the building.',
  },
  'not-an-address': {
    status: IDENTIFIER,
    title: 'Only an address with a postcode has units at its number',
    advice: 'Ask about a building with a postcode and a house number.',
  },
  'not-a-test-number': {
    status: IDENTIFIER,
    title: 'A demonstration accepts test numbers only',
    advice: 'Use a BSN of the test range: beginning with 99999 or 0000. Never type a real number here.',
  },
  'test-number': {
    status: IDENTIFIER,
    title: 'Numbers of the test range are refused here',
    advice: 'This BSN belongs to nobody. Look the number up in the source.',
  },
  'batch-size': {
    status: REQUEST,
    title: 'A batch has 1 to 256 elements',
    advice: 'Split the lines over several requests.',
  },
  'element-refused': {
    status: REQUEST,
    title: 'A blinded element is not a valid group element',
    advice: 'Send canonical ristretto255 encodings of 32 bytes, not the identity (RFC 9497, 3.3).',
  },
  'seed-refused': {
    status: REQUEST,
    title: 'A seed has 32 bytes',
    advice: 'Make the seed with newSeed() or take the one that was stored for this key.',
  },
  'engine-not-ready': {
    status: 503,
    title: 'The evaluation engine has not started yet',
    advice: 'Await ready() before the first use.',
  },
  'engine-destroyed': {
    status: 503,
    title: 'This key has been taken out of memory',
    advice: 'Make a new evaluator from the stored seed.',
  },
  'encoding-refused': {
    status: REQUEST,
    title: 'This is not base64url without padding',
    advice: 'Encode bytes as base64url without padding, in its one canonical form (RFC 4648, 5).',
  },
  'proof-refused': {
    status: UPSTREAM,
    title: 'The custodian did not prove that it used the right key',
    advice:
      'Nothing was asked of the index. Fetch the epoch document again; if it happens twice, tell the security officer.',
  },
  'evaluation-shape': {
    status: UPSTREAM,
    title: 'The answer of the custodian is not complete',
    advice: 'Try again. If it happens twice, tell the administrator.',
  },
  'epoch-unanswered': {
    status: UPSTREAM,
    title: 'The custodian did not answer for every live epoch',
    advice:
      'Fetch the epoch document again and repeat the request. With a part of the epochs the answer could be wrong.',
  },
  'epoch-unknown': {
    status: UPSTREAM,
    title: 'The custodian answered for an epoch that is not in the epoch document',
    advice: 'Fetch the epoch document again and repeat the request.',
  },
  'no-active-epoch': {
    status: 503,
    title: 'There is no active epoch',
    advice: 'Wait until the custodian opens an epoch, or fetch the epoch document again.',
  },
  'stretch-too-weak': {
    status: UPSTREAM,
    title: 'The Argon2 parameters are outside the limits of the protocol',
    advice: 'The floor is 19456 KiB, 2 passes, 1 lane and a salt of 16 bytes. Do not go on with this epoch document.',
  },
  'document-shape': {
    status: UPSTREAM,
    title: 'The epoch document is not well formed',
    advice: 'Nothing was accepted. Ask the custodian for a correct document.',
  },
  'document-signature': {
    status: UPSTREAM,
    title: 'The epoch document is not signed by the pinned root key',
    advice: 'Nothing was accepted. Compare the root key in the configuration with the one the custodian published.',
  },
  'document-protocol': {
    status: UPSTREAM,
    title: 'The epoch document speaks another protocol or suite',
    advice: 'Update this software, or check whether the address is that of the right custodian.',
  },
  'document-expired': {
    status: UPSTREAM,
    title: 'The epoch document has expired',
    advice: 'Fetch the epoch document again; check the clock of this machine.',
  },
  'document-not-yet': {
    status: UPSTREAM,
    title: 'The epoch document was signed in the future',
    advice: 'Check the clock of this machine.',
  },
  'document-demo': {
    status: UPSTREAM,
    title: 'A demonstration and a production system do not mix',
    advice: 'The configuration and the epoch document differ in `demo`. Check the address of the custodian.',
  },
  'document-older': {
    status: UPSTREAM,
    title: 'The epoch document is older than one seen before',
    advice: 'Nothing was accepted. Somebody may be replaying an old document: tell the security officer.',
  },
});
