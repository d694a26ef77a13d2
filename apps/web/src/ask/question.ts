import type { Inquiry } from '#client/browser';
import { desk } from '../shell/desk';
import { faultWords } from '../shell/fault-words';
import { loadTexts } from '../shell/texts';
import type { Messages } from '../shell/texts';
import type { Subject } from '../worker/reader';
import { kindOf, type SubjectKind } from './subject-words';

/** What stands in the form. */
export interface Asking {
  readonly purpose: string;
  /** Kinds of subject that the purpose is about */
  readonly kinds: readonly string[];
  readonly fields: readonly string[];
  readonly building: boolean;
  /** Code of a reason; empty when it is no emergency */
  readonly emergency: string;
  readonly caseNumber: string;
}

/** Words by the id of the field that they are about. */
export type Faults = Readonly<Record<string, string>>;

export const firstFieldId = 'subject';
export const fieldIdOf = (place: number): string => (place === 0 ? firstFieldId : `subject-${place}`);

/** Reads every field; what cannot be understood is said per field, and nothing is asked then. */
export async function checkFields(
  { purpose, kinds, fields }: Asking,
  t: Messages['ask'],
): Promise<{ faults: Faults; subjects: readonly Subject[] }> {
  await loadTexts(['problems']);
  const faults: Record<string, string> = {};
  const subjects: Subject[] = [];
  if (purpose === '') faults['purpose'] = t.purposeMissing;
  const readings = await Promise.all(fields.map((field) => desk.reader.read(field, kinds)));
  readings.forEach(({ subject, code }, place) => {
    if (subject === undefined) faults[fieldIdOf(place)] = faultWords(code ?? '');
    else if (purpose !== '' && !fits(subject, kinds)) faults[fieldIdOf(place)] = t.kindNotAllowed[kindOf(subject)];
    else subjects.push(subject);
  });
  return { faults, subjects };
}

const fits = (subject: Subject, kinds: readonly string[]): boolean => {
  const kind = kindOf(subject);
  return kinds.includes(kind) || (kind === 'address' && kinds.includes('building'));
};

/** One kind of subject goes as a list, several as a household; the answers come back in the order of the fields. */
export async function send(
  { purpose, building, emergency, caseNumber }: Asking,
  subjects: readonly Subject[],
): Promise<{ inquiry: Inquiry; subjects: readonly Subject[]; at: number }> {
  const common = {
    purpose,
    ...(caseNumber.trim() === '' ? {} : { caseNumber: caseNumber.trim() }),
    ...(emergency === '' ? {} : { emergency: emergency as never }),
  };
  const of = (kind: SubjectKind): readonly Subject[] => subjects.filter((subject) => kindOf(subject) === kind);
  const groups = [of('person'), of('business'), of('address')].filter((group) => group.length > 0);
  const identifiers = (group: readonly Subject[]) => group.map(({ identifier }) => identifier);
  const inquiry =
    groups.length === 1
      ? await desk.raakvlak.ask({ ...common, subjects: identifiers(subjects), ...(building ? { building } : {}) })
      : await desk.raakvlak.askHousehold({
          ...common,
          persons: identifiers(of('person')),
          businesses: identifiers(of('business')),
          addresses: identifiers(of('address')),
        });
  return { inquiry, subjects: groups.length === 1 ? subjects : groups.flat(), at: Date.now() };
}
