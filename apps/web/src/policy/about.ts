import { KINDS, type Kind, type Rung } from './shapes';

/** What can be asked about: a kind of subject, and how it was found. */
export interface About {
  readonly kind: Kind;
  readonly rung: Rung;
}

/** Ways in which something of a kind can be found (as the index has them). */
export const RUNGS_OF: Readonly<Record<Kind, readonly Rung[]>> = {
  person: ['subject'],
  business: ['subject'],
  address: ['unit', 'number', 'subject'],
  building: ['unit', 'number'],
};

export const ABOUT: readonly About[] = KINDS.flatMap((kind) => RUNGS_OF[kind].map((rung) => ({ kind, rung })));
export const aboutKey = ({ kind, rung }: About): string => `${kind}:${rung}`;
