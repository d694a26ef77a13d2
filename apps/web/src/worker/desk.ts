import { type Raakvlak } from '#client/browser';
import { Proofs } from './proofs';
import { Connections } from './connections';
import { Files } from './files';
import { Lists } from './lists';
import { Reader } from './reader';
import { Session } from './session';

/**
 * All that the page can ask of its worker. Identifiers are read and blinded here, access tokens live here, and every
 * request to a server leaves from here: the page itself may fetch nothing.
 */
export interface Desk {
  readonly session: Session;
  /** What somebody typed, understood */
  readonly reader: Reader;
  readonly proofs: Proofs;
  /** A list of addresses that somebody pasted or chose */
  readonly lists: Lists;
  /** Keys of departments' systems */
  readonly connections: Connections;
  /** Exports of departments' systems, to see whether they are right */
  readonly files: Files;
  /** The whole client of the index and the custodian, once signed in */
  readonly raakvlak: Raakvlak;
}

const session = new Session();

export const desk: Desk = {
  session,
  reader: new Reader(session.isDemo),
  proofs: new Proofs(session),
  lists: new Lists(),
  connections: new Connections(session),
  files: new Files(session),
  get raakvlak() {
    return session.client();
  },
};
