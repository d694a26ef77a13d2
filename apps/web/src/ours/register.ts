import type { Registered } from '#client/browser';
import { desk } from '../shell/desk';
import type { Subject } from '../worker/reader';
import type { CaseGiven } from './notice';

export interface Registering {
  readonly team: string;
  readonly subject: Subject;
  /** Of the same case */
  readonly address: Subject | undefined;
  readonly given: CaseGiven;
}

/** Ids go with what was filled in: sent again after a lost answer, the same has one effect. */
export interface Attempt {
  readonly what: string;
  readonly ids: readonly [string, string];
}

export function attemptAt(registering: Registering, before: Attempt | undefined): Attempt {
  const what = JSON.stringify(registering);
  return before?.what === what ? before : { what, ids: [crypto.randomUUID(), crypto.randomUUID()] };
}

/** One registration, or person and address of one case together: both or none. */
export async function register(
  { team, subject, address, given }: Registering,
  [id, second]: Attempt['ids'],
): Promise<readonly Registered[]> {
  const first = { id, team, identifier: subject.identifier, ...given };
  if (address === undefined) return [await desk.raakvlak.register(first)];
  return desk.raakvlak.registerAll([first, { id: second, team, identifier: address.identifier, ...given, with: id }]);
}
