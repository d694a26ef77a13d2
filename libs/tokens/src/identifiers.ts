import { problem } from './problems';

/** Schemes of raakvlak/1, in the order of docs/protocol.md. */
export const SCHEMES = ['nl-bsn', 'nl-vnr', 'nl-kvk', 'nl-adres', 'nl-adres-nummer', 'nl-bag-na'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Kinds of subject: each has its own token key in every epoch. */
export const KINDS = ['person', 'business', 'address', 'building'] as const;
export type Kind = (typeof KINDS)[number];

/** A checked identifier: `value` is the canonical value of its scheme, ASCII only. */
export interface Identifier {
  readonly scheme: Scheme;
  readonly value: string;
}

/** The parts of an address as they were read, upper case; '' for no letter or no addition. */
export interface AddressParts {
  readonly postcode: string;
  readonly number: number;
  readonly letter: string;
  readonly addition: string;
}

/** An address with the parts that were read, so that a screen can show what will be asked. */
export interface Address extends Identifier {
  readonly scheme: 'nl-adres';
  readonly parts: AddressParts;
}

const KIND_OF: Readonly<Record<Scheme, Kind>> = {
  'nl-bsn': 'person',
  'nl-vnr': 'person',
  'nl-kvk': 'business',
  'nl-adres': 'address',
  'nl-adres-nummer': 'building',
  'nl-bag-na': 'address',
};

/** Whose token key a scheme uses. */
export function kindOf(scheme: Scheme): Kind {
  return KIND_OF[scheme];
}

/** `9·d1 + 8·d2 + … + 2·d8 − d9 ≡ 0 (mod 11)`: the eleven-test of the BSN. */
function passesElevenTest(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(digits[i]) * (i === 8 ? -1 : 9 - i);
  return sum % 11 === 0;
}

/** A placeholder in a source would make strangers match each other, and zeros pass the eleven-test. */
function refuseZeros(digits: string): void {
  if (/^0+$/.test(digits)) throw problem('all-zeros');
}

function checkBsn(value: string): void {
  if (!/^[0-9]{9}$/.test(value)) throw problem('bsn-length');
  refuseZeros(value);
  if (!passesElevenTest(value)) throw problem('bsn-check');
}

function checkDigits(length: number, code: 'vnr-length' | 'kvk-length'): (value: string) => void {
  const form = new RegExp(`^[0-9]{${length}}$`);
  return (value) => {
    if (!form.test(value)) throw problem(code);
    refuseZeros(value);
  };
}

const OTHER_BAG_OBJECTS = {
  '01': 'bag-verblijfsobject',
  '02': 'bag-ligplaats',
  '03': 'bag-standplaats',
  '10': 'bag-pand',
  '30': 'bag-openbare-ruimte',
} as const;

function isOtherBagObject(code: string): code is keyof typeof OTHER_BAG_OBJECTS {
  return Object.hasOwn(OTHER_BAG_OBJECTS, code);
}

function checkBagId(value: string): void {
  if (!/^[0-9]{16}$/.test(value)) throw problem('bag-length');
  refuseZeros(value);
  const code = value.slice(4, 6);
  if (code === '20') return;
  throw problem(isOtherBagObject(code) ? OTHER_BAG_OBJECTS[code] : 'bag-not-an-address');
}

/** SA, SD and SS are never issued. @throws Problem tokens.postcode-form, tokens.postcode-not-issued */
export function checkPostcode(postcode: string): void {
  if (!/^[1-9][0-9]{3}[A-Z]{2}$/.test(postcode)) throw problem('postcode-form');
  if (/S[ADS]$/.test(postcode)) throw problem('postcode-not-issued');
}

const NUMBER = '[1-9][0-9]{0,4}';
// Letter and addition stand together, so five characters only when the first can be the letter.
const UNIT = '(?:[0-9A-Z]{0,4}|[A-Z][0-9A-Z]{4})';
const ADDRESS_FORM = new RegExp(`^[^/]{6}/${NUMBER}/${UNIT}$`);
const BUILDING_FORM = new RegExp(`^[^/]{6}/${NUMBER}$`);

function checkWithPostcode(form: RegExp): (value: string) => void {
  return (value) => {
    if (!form.test(value)) throw problem('line-form');
    checkPostcode(value.slice(0, 6));
  };
}

const CHECKS: Readonly<Record<Scheme, (value: string) => void>> = {
  'nl-bsn': checkBsn,
  'nl-vnr': checkDigits(10, 'vnr-length'),
  'nl-kvk': checkDigits(8, 'kvk-length'),
  'nl-adres': checkWithPostcode(ADDRESS_FORM),
  'nl-adres-nummer': checkWithPostcode(BUILDING_FORM),
  'nl-bag-na': checkBagId,
};

export function isScheme(text: string): text is Scheme {
  return (SCHEMES as readonly string[]).includes(text);
}

/**
 * A canonical value with its scheme, checked. Strict: nothing is stripped, padded or folded.
 * @throws Problem tokens.scheme-unknown or what is wrong with the value
 */
export function identifierOf(scheme: Scheme, value: string): Identifier {
  if (!isScheme(scheme)) throw problem('scheme-unknown');
  CHECKS[scheme](value);
  return { scheme, value };
}

/**
 * Reads `scheme:value` in its one canonical form (docs/protocol.md, section 2).
 * @throws Problem tokens.line-form, tokens.scheme-unknown or what is wrong with the value
 */
export function parseLine(line: string): Identifier {
  const colon = line.indexOf(':');
  if (colon < 1) throw problem('line-form');
  const scheme = line.slice(0, colon);
  if (!isScheme(scheme)) throw problem('scheme-unknown');
  return identifierOf(scheme, line.slice(colon + 1));
}

/** The canonical line of an identifier; checks it again, for a record may come from anywhere. */
export function lineOf(identifier: Identifier): string {
  const { scheme, value } = identifierOf(identifier.scheme, identifier.value);
  return `${scheme}:${value}`;
}

/** Where an address comes from in parts, as a source system stores them (BAG names: huisnummer, huisletter, toevoeging). */
export interface AddressSource {
  /** `1234AB`, as the BAG writes it: no space, upper case */
  readonly postcode: string;
  readonly number: number | string;
  readonly letter?: string | null;
  readonly addition?: string | null;
}

/**
 * An address from the separate fields of a source. As strict as the BAG: no space in the postcode, a whole number
 * without leading zeros, one letter, an addition of one to four letters and digits; only case is folded.
 * @throws Problem tokens.postcode-form, tokens.postcode-not-issued, tokens.number-range, tokens.letter-form,
 * tokens.addition-form
 */
export function addressOf(source: AddressSource): Address {
  checkPostcode(source.postcode);
  const number = String(source.number);
  if (!/^[1-9][0-9]{0,4}$/.test(number)) throw problem('number-range');
  const letter = source.letter ?? '';
  if (!/^[A-Za-z]?$/.test(letter)) throw problem('letter-form');
  const addition = source.addition ?? '';
  if (!/^[0-9A-Za-z]{0,4}$/.test(addition)) throw problem('addition-form');
  const parts = {
    postcode: source.postcode,
    number: Number(number),
    letter: letter.toUpperCase(),
    addition: addition.toUpperCase(),
  };
  return { scheme: 'nl-adres', value: `${parts.postcode}/${number}/${parts.letter}${parts.addition}`, parts };
}

/** BSNs that belong to nobody: 99999xxxx and 0000xxxxx are reserved for tests. */
function isTestBsn(value: string): boolean {
  return value.startsWith('99999') || value.startsWith('0000');
}

/**
 * Keeps real people out of demonstrations and test people out of production. Only the BSN has a reserved range; the
 * other schemes pass.
 * @param demo the `demo` of the client configuration and of the epoch document
 * @throws Problem tokens.not-a-test-number, tokens.test-number
 */
export function requireTestRange(identifier: Identifier, demo: boolean): void {
  if (identifier.scheme !== 'nl-bsn') return;
  const test = isTestBsn(identifier.value);
  if (demo && !test) throw problem('not-a-test-number');
  if (!demo && test) throw problem('test-number');
}
