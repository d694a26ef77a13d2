/** Accounts are `issuer|subject`; people know the second half of one, and of their own office only. */
const cut = (actor: string): number => actor.indexOf('|');

/** The account of a colleague. @param own account of whoever names her; '' when it cannot be one */
export function accountOf(text: string, own: string): string {
  const typed = text.trim();
  if (typed === '' || /\s/.test(typed)) return '';
  return typed.includes('|') ? typed : `${own.slice(0, cut(own))}|${typed}`;
}

/** What people call an account: the whole of it when it is from elsewhere. */
export const colleagueOf = (actor: string, own: string): string =>
  actor.startsWith(own.slice(0, cut(own) + 1)) ? actor.slice(cut(actor) + 1) : actor;
