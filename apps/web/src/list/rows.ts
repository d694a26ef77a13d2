import type { Contact } from '#client/browser';
import type { Answered } from './run';

/** What of the answers is shown. */
export interface Filter {
  readonly onlyFound: boolean;
  /** Part of the name of a team or department */
  readonly team: string;
}

export const EVERYTHING: Filter = { onlyFound: false, team: '' };

/** The rows to show, in the order of the list. */
export function shownRows(answered: readonly Answered[], { onlyFound, team }: Filter): readonly Answered[] {
  const wanted = folded(team);
  return answered.filter(({ answer: { contacts } }) => {
    if (wanted !== '')
      return contacts.some((contact) => namesOf(contact).some((name) => folded(name).includes(wanted)));
    return !onlyFound || contacts.length > 0;
  });
}

const namesOf = ({ team, department, instead }: Contact): readonly string[] => [team, department, instead?.team ?? ''];

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .trim();
