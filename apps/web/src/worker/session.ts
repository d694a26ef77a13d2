import {
  type ClientConfiguration,
  type PendingSignIn,
  type WebSession,
  type Raakvlak,
  beginSignIn,
  finishSignIn,
  openRaakvlak,
} from '#client/browser';
import { problemsOf } from '#problem';

const problem = problemsOf('web', {
  'no-configuration': {
    status: 503,
    title: 'The index did not say how to sign in',
    advice: 'Check the connection and load the page again.',
  },
  'not-signed-in': { status: 401, title: 'Nobody is signed in here', advice: 'Sign in.' },
});

/** Where everything is; public, and served by the index itself. */
export interface WebConfiguration extends ClientConfiguration {
  readonly logKey?: string;
  readonly logOrigin?: string;
  /** Whose app it is, and whom to ask; words to be shown */
  readonly municipality?: string;
  readonly helpdesk?: { readonly phone?: string; readonly email?: string };
  readonly privacyContact?: string;
  readonly accessibilityContact?: string;
}

/** Who is signed in. Access tokens are held here and nowhere else, and end with the worker. */
export class Session {
  #configuration: Promise<WebConfiguration> | undefined;
  #known: WebConfiguration | undefined;
  #signedIn: WebSession | undefined;
  #client: Raakvlak | undefined;

  /** @throws Problem `web.no-configuration` */
  configuration(): Promise<WebConfiguration> {
    this.#configuration ??= fetchConfiguration().catch((fault: unknown) => {
      this.#configuration = undefined;
      throw fault;
    });
    return this.#configuration;
  }

  /** Demonstrations accept test numbers only; until that is known nothing else is accepted. */
  readonly isDemo = (): boolean => this.#known?.demo ?? true;

  /** The address of the provider to go to, and what must be remembered until it sends the browser back. */
  async begin(prompt?: 'none'): Promise<{ url: string; pending: PendingSignIn }> {
    const configuration = await this.configuration();
    return beginSignIn(configuration, `${location.origin}/signed-in`, prompt === undefined ? {} : { prompt });
  }

  /** @param returned the whole address at which the provider sent the browser back */
  async finish(pending: PendingSignIn, returned: string): Promise<{ name?: string }> {
    const configuration = await this.configuration();
    this.#known = configuration;
    this.#signedIn = await finishSignIn(configuration, pending, returned);
    this.#client = openRaakvlak(configuration, this.#signedIn);
    const { name } = this.#signedIn.person;
    return name === undefined ? {} : { name };
  }

  /**
   * Forgets the tokens, and has the provider forget the refresh token.
   * @returns the address at which the provider ends its own session, when it has one
   */
  async signOut(): Promise<string | undefined> {
    const leaving = this.#signedIn;
    this.#signedIn = undefined;
    this.#client = undefined;
    await leaving?.revoke().catch(() => undefined);
    return leaving?.signOutUrl(`${location.origin}/signed-out`);
  }

  /** @throws Problem `web.not-signed-in` */
  readonly client = (): Raakvlak => {
    if (this.#client === undefined) throw problem('not-signed-in');
    return this.#client;
  };
}

async function fetchConfiguration(): Promise<WebConfiguration> {
  const answer = await fetch('/configuration.json', { cache: 'no-store', credentials: 'omit' }).catch(() => undefined);
  if (answer?.ok !== true) throw problem('no-configuration');
  const told = (await answer.json().catch(() => undefined)) as WebConfiguration | undefined;
  if (typeof told?.issuer !== 'string') throw problem('no-configuration');
  return { ...told, index: location.origin };
}
