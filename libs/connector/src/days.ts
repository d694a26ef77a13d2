const DAY_MS = 86_400_000;

/** A day as the number of days since 1970-01-01. @param text YYYY-MM-DD */
export const dayOf = (text: string): number => Math.round(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY_MS);

/** Today, in UTC. */
export const today = (): number => Math.floor(Date.now() / DAY_MS);

/** This minute, modulo 65536. */
export const thisMinute = (): number => Math.floor(Date.now() / 60_000) & 0xffff;
