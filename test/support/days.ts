/** Today in Amsterdam, or `days` later, YYYY-MM-DD: what a fixed date says today is past some day. */
export const today = (days = 0): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(Date.now() + days * 86_400_000);
