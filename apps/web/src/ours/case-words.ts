import { shorten } from '../design/plain';
import { day, fill, text } from '../shell/texts';
import type { Row } from './rows';

/** How people call a registration: by the number of their own system. */
export const caseName = ({ caseNumber }: Row): string =>
  caseNumber === undefined ? text('ours').noNumber : shorten(caseNumber, 40).shown;

export const kindName = (kind: string | undefined): string =>
  kind === undefined ? '' : ((text('ours').kinds as Readonly<Record<string, string>>)[kind] ?? shorten(kind, 40).shown);

/** What it is about and until when, and where it came from when that matters. */
export function caseHint({ kind, expiresOn, registeredBy }: Row): string {
  const { item, fromConnection } = text('ours').soon;
  const hint = fill(item, { kind: kindName(kind), day: day(expiresOn) });
  return registeredBy === 'connection' ? `${hint}, ${fromConnection}` : hint;
}
