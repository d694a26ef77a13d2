import { identifierOf, kindOf, lineOf, type Identifier, type Kind, type Scheme } from './identifiers';
import { problem } from './problems';

/** One canonical line and the key it goes through. */
export interface Line {
  readonly kind: Kind;
  readonly scheme: Scheme;
  /** `scheme:value`: the input of the OPRF, in ASCII */
  readonly line: string;
}

/** On which step of the address ladder a registration stands. */
export type Rung = 'unit' | 'number' | 'subject';

function lineFor(scheme: Scheme, value: string): Line {
  return { kind: kindOf(scheme), scheme, line: lineOf({ scheme, value }) };
}

/** `1234AB/56/A` in two: `1234AB/56` and `A`. */
function splitAddress(value: string): { number: string; unit: string } {
  const slash = value.lastIndexOf('/');
  return { number: value.slice(0, slash), unit: value.slice(slash + 1) };
}

function subjectOf(identifier: Identifier): Identifier {
  const subject = identifierOf(identifier.scheme, identifier.value);
  if (subject.scheme === 'nl-adres-nummer') throw problem('not-a-subject');
  return subject;
}

/** `unit` for an address with letter or addition, `number` for a bare number, `subject` for everything else. */
export function rungOf(identifier: Identifier): Rung {
  const subject = subjectOf(identifier);
  if (subject.scheme !== 'nl-adres') return 'subject';
  return splitAddress(subject.value).unit === '' ? 'number' : 'unit';
}

/**
 * What a registration writes: an address itself and all units at its number, so that a question about the building
 * finds it; everything else one line.
 * @throws Problem tokens.not-a-subject for nl-adres-nummer, which is only ever derived
 */
export function linesToRegister(identifier: Identifier): Line[] {
  const subject = subjectOf(identifier);
  if (subject.scheme !== 'nl-adres') return [lineFor(subject.scheme, subject.value)];
  return [lineFor('nl-adres', subject.value), lineFor('nl-adres-nummer', splitAddress(subject.value).number)];
}

/**
 * What a question asks: a unit asks for itself and for what was registered on the bare number, never for the
 * neighbours; everything else one line.
 * @throws Problem tokens.not-a-subject for nl-adres-nummer: use linesToAskBuilding
 */
export function linesToAsk(identifier: Identifier): Line[] {
  const subject = subjectOf(identifier);
  const own = lineFor(subject.scheme, subject.value);
  if (subject.scheme !== 'nl-adres') return [own];
  const { number, unit } = splitAddress(subject.value);
  return unit === '' ? [own] : [own, lineFor('nl-adres', `${number}/`)];
}

/**
 * All units at the number of an address. It goes through the key of buildings, which has its own purposes and budget.
 * @throws Problem tokens.not-an-address when there is no postcode and number
 */
export function linesToAskBuilding(identifier: Identifier): Line[] {
  const { scheme, value } = identifierOf(identifier.scheme, identifier.value);
  if (scheme === 'nl-adres-nummer') return [lineFor(scheme, value)];
  if (scheme !== 'nl-adres') throw problem('not-an-address');
  return [lineFor('nl-adres-nummer', splitAddress(value).number)];
}
