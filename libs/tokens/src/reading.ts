import { addressOf, identifierOf, type Address, type Identifier } from './identifiers';
import { problem } from './problems';

// Tolerant readers for what people type and paste. They tolerate what cannot change the meaning (white space, invisible
// characters, a copied label, the usual separators) and refuse everything else: a wrong reading is a false "nobody".

// Soft hyphen, zero-width characters, direction marks, word joiner, byte order mark: what Word, Teams and PDF leave behind.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const HYPHENS = /[\u2010-\u2015\u2212]/g;

function tidy(text: string): string {
  const tidied = text.replace(INVISIBLE, '').replace(HYPHENS, '-').trim();
  if (tidied === '') throw problem('empty');
  return tidied;
}

/** Digits with spaces, dots and hyphens between them; anything else is refused. */
function digitsOf(text: string, length: number): string {
  if (text === '') throw problem('empty');
  // Two numbers next to each other are not one long number, and the first is not the one that was meant.
  const groups = text.split(/[^0-9]+/).filter((group) => group !== '');
  if (groups.filter((group) => group.length === length).length > 1) throw problem('more-than-one');
  if (!/^[0-9](?:[\s.-]*[0-9])*$/.test(text)) throw problem('unexpected-character');
  const digits = groups.join('');
  if (digits.length >= 2 * length) throw problem('more-than-one');
  return digits;
}

const BSN_LABEL = /^(?:bsn(?:[ -]?nummer)?|burgerservicenummer)\s*[:.=]?\s*/i;
const V_LABEL = /^v(?:reemdelingen)?[ -]?(?:nummer|nr\.?)\s*[:=]?\s*/i;
const KVK_LABEL = /^(?:kvk|k\.v\.k\.)(?:[ -]?(?:nummer|nr\.?))?\s*[:=]?\s*/i;
const BAG_LABEL = /^(?:bag[ -]?id|nummeraanduiding(?:[ -]?id)?)\s*[:=]?\s*/i;
const ADDRESS_LABEL = /^(?:adres|postcode)\s*:\s*/i;

/**
 * A citizen service number as typed or pasted: `999.993.653`, `BSN: 999993653`. Never padded.
 * @throws Problem tokens.empty, tokens.unexpected-character, tokens.more-than-one, tokens.bsn-length, tokens.all-zeros,
 * tokens.bsn-check
 */
export function readBsn(text: string): Identifier {
  return identifierOf('nl-bsn', digitsOf(tidy(text).replace(BSN_LABEL, ''), 9));
}

/**
 * A V-number as typed or pasted. It has no check digit: let people type it twice or scan it.
 * @throws Problem tokens.empty, tokens.unexpected-character, tokens.more-than-one, tokens.vnr-length, tokens.all-zeros
 */
export function readVNumber(text: string): Identifier {
  return identifierOf('nl-vnr', digitsOf(tidy(text).replace(V_LABEL, ''), 10));
}

/**
 * A person: a BSN, or a V-number when the text says so (`V-nummer: …`). The digits alone never decide: other registers
 * have ten-digit numbers as well.
 * @throws Problem as readBsn and readVNumber
 */
export function readPerson(text: string): Identifier {
  return V_LABEL.test(tidy(text)) ? readVNumber(text) : readBsn(text);
}

/**
 * A business: a KVK number as typed or pasted.
 * @throws Problem tokens.empty, tokens.unexpected-character, tokens.more-than-one, tokens.kvk-length, tokens.all-zeros
 */
export function readBusiness(text: string): Identifier {
  return identifierOf('nl-kvk', digitsOf(tidy(text).replace(KVK_LABEL, ''), 8));
}

/**
 * The BAG id of a number designation, for addresses without a postcode only.
 * @throws Problem tokens.empty, tokens.unexpected-character, tokens.more-than-one, tokens.bag-*
 */
export function readBagId(text: string): Identifier {
  return identifierOf('nl-bag-na', digitsOf(tidy(text).replace(BAG_LABEL, ''), 16));
}

// `to` (tegenover) and `by` (bij) say where something is; they are no part of the address.
const DESIGNATIONS = new Set(['TO', 'BY']);
// "1 en 3", "1 t/m 5", "1 & 3": more than one address.
const SEVERAL = new Set(['EN', 'TM', 'T/M', '&', '+']);

/** What follows the house number: `A-bis`, ` 2L`, `/1`, ` to`. One letter first is the house letter. */
function unitOf(tail: string): { letter: string; addition: string } {
  // Before upper case, which would turn ß into SS and a dotless i into I.
  if (!/^[0-9A-Za-z\s;/&+-]*$/.test(tail)) throw problem('addition-form');
  const upper = tail.toUpperCase().replace(/(^|[\s-])T\/O$/, '$1TO');
  if (upper.split(/\s+/).some((word) => SEVERAL.has(word))) throw problem('more-than-one');
  if (/[&+]/.test(upper)) throw problem('addition-form');
  const parts = upper.split(/[\s;/-]+/).filter((part) => part !== '');
  const glued = /^[0-9A-Z]/.test(upper);
  if (parts.length > (glued ? 1 : 0) && DESIGNATIONS.has(parts.at(-1)!)) parts.pop();
  const letter = /^[A-Z]$/.test(parts[0] ?? '') ? parts.shift()! : '';
  const addition = parts.join('');
  if (addition.length > 4) throw problem('addition-form');
  return { letter, addition };
}

function addressFrom(digits: string, letters: string, number: string, tail: string): Address {
  const postcode = `${digits}${letters.toUpperCase()}`;
  return addressOf({ postcode, number, ...unitOf(tail) });
}

const POSTCODE = /(?<![0-9A-Za-z])([0-9]{4})\s{0,2}([A-Za-z]{2})(?![A-Za-z])/;
const POSTCODE_FIRST = new RegExp(`^${POSTCODE.source}`);
// After a street the postcode stands apart: `6811LM12` is not an envelope.
const POSTCODE_WITHIN = new RegExp(`${POSTCODE.source}(?![0-9])`, 'g');

/** `1234AB 56 A`: the postcode first, then the number and what belongs to it. */
function readPostcodeFirst(digits: string, letters: string, rest: string): Address {
  const number = /^[\s,;]*([0-9]+)(.*)$/s.exec(rest);
  if (!number) throw problem('number-missing');
  return addressFrom(digits, letters, number[1]!, number[2]!);
}

/** `Stadhuisplein 1`, the part of an envelope before the postcode: the last word with a figure is the house number. */
function readStreet(street: string): { number: string; tail: string } {
  const words = street.split(/\s+/).filter((word) => word !== '');
  const at = words.findLastIndex((word) => /^[0-9]/.test(word));
  if (at < 0) throw problem('number-missing');
  // "Plein 1944 5" or "Kerkstraat 4 2": two figures in a row could each be the house number; so could one without street.
  if (at === 0 || /^[0-9]/.test(words[at - 1]!)) throw problem('number-ambiguous');
  const [, number, glued] = /^([0-9]+)(.*)$/s.exec(words[at]!)!;
  return { number: number!, tail: [glued!, ...words.slice(at + 1)].join(' ').trimEnd() };
}

/** `Stadhuisplein 1, 3811 LM Amersfoort`: as on an envelope, with the postcode between number and place. */
function readEnvelope(text: string): Address {
  const found = [...text.matchAll(POSTCODE_WITHIN)];
  if (found.length === 0) throw problem(/^[0-9]{4}/.test(text) ? 'postcode-form' : 'postcode-missing');
  if (found.length > 1) throw problem('more-than-one');
  const [postcode, digits, letters] = found[0]!;
  const place = text.slice(found[0]!.index + postcode.length);
  if (/[0-9]/.test(place)) throw problem('number-ambiguous');
  const { number, tail } = readStreet(text.slice(0, found[0]!.index).replace(/[\s,;-]+$/, ''));
  return addressFrom(digits!, letters!, number, tail);
}

/**
 * An address as typed or pasted: postcode first (`1234 AB 56-A`) or as on an envelope. Never guesses a postcode or a
 * house number. A screen must show `parts` before it asks: letters after the number are read as an addition.
 * @throws Problem tokens.empty, tokens.formula, tokens.postcode-*, tokens.number-*, tokens.addition-form,
 * tokens.more-than-one, tokens.unexpected-character
 */
export function readAddress(text: string): Address {
  const tidied = tidy(text).replace(ADDRESS_LABEL, '');
  // A cell that begins so is run by a spreadsheet when it is written back (CSV injection).
  if (/^[=+@-]/.test(tidied)) throw problem('formula');
  const first = POSTCODE_FIRST.exec(tidied);
  if (first) return readPostcodeFirst(first[1]!, first[2]!, tidied.slice(first[0].length));
  return readEnvelope(tidied);
}
