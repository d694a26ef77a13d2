import {
  type ConnectionFile,
  connectionFiles,
  type ListedConnection,
  makeConnectionKey,
  type PublicConnection,
  publicConnectionFrom,
} from '#client/browser';
import { problemsOf } from '#problem';
import type { Session } from './session';

const problem = problemsOf('web', {
  'connection-another': {
    status: 400,
    title: 'This file is of another connection',
    advice: 'Choose the file of this connection.',
  },
  'file-too-large': { status: 400, title: 'This file is too large', advice: 'Choose another file.' },
});

/** A connection.public.json is a thousandth of this. */
const MOST_BYTES = 1_000_000;

export type ConnectionAbout = Omit<PublicConnection, 'publicJwk'>;

/** What was entered, and the two files. The page gets them to hand over, and never reads the private one. */
export interface MadeConnection {
  readonly listed: ListedConnection;
  readonly privateFile: Blob;
  readonly publicFile: Blob;
}

/** Keys of departments' systems are made here: the private half goes into a file and nowhere else. */
export class Connections {
  constructor(private readonly session: Session) {}

  /**
   * Makes a key pair and enters its public half, for a new connection or in the place of the key before.
   * @throws Problem as `OrganisationClient.putConnection`
   */
  async make(about: ConnectionAbout): Promise<MadeConnection> {
    const pair = await makeConnectionKey();
    const { clientId, ...settings } = about;
    const { organisation } = this.session.client();
    const listed = await organisation.putConnection(clientId, { ...settings, publicJwk: pair.publicJwk });
    const { privateFile, publicFile } = connectionFiles(about, pair);
    return { listed, privateFile: blobOf(privateFile), publicFile: blobOf(publicFile) };
  }

  /**
   * Enters what a department made itself, or says that the key before it is forgotten at the provider.
   * @param file connection.public.json
   * @param of code of the connection that it must be of
   * @throws Problem `client.private-key`, `client.not-a-public-connection`, `web.connection-another`, and as `make`
   */
  async fromFile(
    file: Blob,
    { of, rolledOver }: { of?: string; rolledOver?: boolean } = {},
  ): Promise<ListedConnection> {
    if (file.size > MOST_BYTES) throw problem('file-too-large');
    const { clientId, ...settings } = publicConnectionFrom(await file.text());
    if (of !== undefined && clientId !== of) throw problem('connection-another');
    const { organisation } = this.session.client();
    return organisation.putConnection(clientId, { ...settings, ...(rolledOver === undefined ? {} : { rolledOver }) });
  }
}

const blobOf = ({ text }: ConnectionFile): Blob => new Blob([text], { type: 'application/json' });
