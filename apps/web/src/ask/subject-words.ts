import { fill, text } from '../shell/texts';
import type { Subject } from '../worker/reader';

export type SubjectKind = 'person' | 'business' | 'address';
const KINDS: Readonly<Record<Subject['form'], SubjectKind>> = {
  bsn: 'person',
  vnr: 'person',
  kvk: 'business',
  address: 'address',
  bag: 'address',
};
export const kindOf = ({ form }: Subject): SubjectKind => KINDS[form];

/** An address as it was read; of a number only its end, so that a glance over a shoulder gives little away. */
export function subjectWords({ form, identifier, parts }: Subject): string {
  const { forms } = text('common');
  if (parts === undefined) return fill(forms[form], { end: identifier.value.slice(-3) });
  const { postcode, number, letter, addition } = parts;
  const unit = [letter, addition].filter((part) => part !== '').join(' ');
  return fill(forms.address, {
    address: `${postcode.slice(0, 4)} ${postcode.slice(4)} ${number}${unit === '' ? '' : ` ${unit}`}`,
  });
}
