import type { ToldEvent } from '#client/browser';

/** What one may rely on in what a team was told; everything else is left out. */
export interface Told {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly team?: string;
  /** Texts of its detail, by their names */
  readonly detail: Readonly<Record<string, string>>;
  /** Somebody waits for a call now */
  readonly urgent: boolean;
}

export const CALL_NOW = 'emergency-call-now';

/** @param now Unix milliseconds */
export function toldOf({ id, at, kind, team, detail }: ToldEvent, now: number): Told {
  const texts = Object.entries(detail).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
  );
  const read = Object.fromEntries(texts);
  const until = Date.parse(read['validUntil'] ?? '');
  return {
    id,
    at,
    kind,
    ...(team === undefined ? {} : { team }),
    detail: read,
    // A time that cannot be read is no reason to let somebody wait.
    urgent: kind === CALL_NOW && !(until <= now),
  };
}
