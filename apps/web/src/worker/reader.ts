import { Problem } from '#problem';
import {
  type AddressParts,
  type Identifier,
  readAddress,
  readBagId,
  readBsn,
  readBusiness,
  readVNumber,
  requireTestRange,
} from '#tokens';

export type Form = 'bsn' | 'vnr' | 'kvk' | 'address' | 'bag';

/** What was understood, to be shown before it is asked about. */
export interface Subject {
  readonly form: Form;
  readonly identifier: Identifier;
  /** Of an address */
  readonly parts?: AddressParts;
}

export interface Reading {
  readonly subject?: Subject;
  /** Why it could not be understood: a code of the room `tokens` */
  readonly code?: string;
  /** Figures so far, while somebody types a number */
  readonly digits: number;
}

/** Letters of a postcode behind its figures, a street before a number: whatever has those is meant as an address. */
const ADDRESS = /[1-9][0-9]{3}\s{0,2}[a-z]{2}(?![a-z])|[a-z]{3,}.*\d/i;
const LABELS: readonly (readonly [RegExp, Form])[] = [
  [/^\s*v(reemdelingen)?[ -]?(nummer|nr)/i, 'vnr'],
  [/^\s*k\.?v\.?k/i, 'kvk'],
  [/^\s*(bag|nummeraanduiding)/i, 'bag'],
  [/^\s*(bsn|burgerservice)/i, 'bsn'],
];

const READERS: Readonly<Record<Form, (text: string) => Identifier & { parts?: AddressParts }>> = {
  bsn: readBsn,
  vnr: readVNumber,
  kvk: readBusiness,
  address: readAddress,
  bag: readBagId,
};

/** Understands what was typed or pasted in one field; never guesses and never repeats it in an error. */
export class Reader {
  constructor(private readonly demo: () => boolean) {}

  /**
   * @param text as it stands in the field
   * @param kinds of subject that may be asked about; none while that is not known yet
   */
  read(text: string, kinds: readonly string[]): Reading {
    const digits = text.replace(/\D/g, '').length;
    try {
      return { subject: this.#subject(text, formOf(text, kinds)), digits };
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      return { code: fault.code, digits };
    }
  }

  #subject(text: string, form: Form): Subject {
    const { parts, ...read } = READERS[form](text);
    const identifier = { scheme: read.scheme, value: read.value };
    requireTestRange(identifier, this.demo());
    return { form, identifier, ...(parts === undefined ? {} : { parts }) };
  }
}

function formOf(text: string, kinds: readonly string[]): Form {
  const labelled = LABELS.find(([label]) => label.test(text))?.[1];
  if (labelled !== undefined) return labelled;
  if (ADDRESS.test(text)) return 'address';
  const digits = text.replace(/\D/g, '').length;
  const may = (kind: string): boolean => kinds.length === 0 || kinds.includes(kind);
  if (digits === 16 && may('address')) return 'bag';
  if (digits === 8 && may('business')) return 'kvk';
  if (may('person')) return 'bsn';
  return may('address') || may('building') ? 'address' : 'kvk';
}
