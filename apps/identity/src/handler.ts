import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { choicePage, failurePage, pageHeaders } from './page';
import type { DemoPerson } from './people';
import { CHOICE_PATH } from './provider';

const LARGEST_FORM = 1024;

/** Serves the page with the demo people; everything else goes to the provider. */
export function handlerFor(provider: Provider, people: readonly DemoPerson[]): RequestListener {
  const { host, origin } = new URL(provider.issuer);
  const rest = provider.callback();
  return (request, response) => {
    // Another name that leads to this machine is a page elsewhere trying to use it (DNS rebinding).
    if (request.headers.host !== host) return void response.writeHead(421).end();
    if (!request.url?.startsWith(CHOICE_PATH)) return void rest(request, response);
    choose(provider, people, origin, request, response).catch(() => fail(response));
  };
}

async function choose(
  provider: Provider,
  people: readonly DemoPerson[],
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Throws unless the browser holds the cookie of this very sign-in.
  const { params } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    const returnsTo = URL.parse(String(params.redirect_uri))?.origin;
    response.writeHead(200, pageHeaders(returnsTo)).end(choicePage(people));
    return;
  }
  const sameSite = request.headers.origin === undefined || request.headers.origin === origin;
  if (request.method !== 'POST' || !sameSite) return fail(response);
  const sub = new URLSearchParams(await readForm(request)).get('sub');
  const person = people.find((one) => one.sub === sub);
  if (person === undefined) return fail(response);
  await provider.interactionFinished(request, response, { login: { accountId: person.sub } });
}

async function readForm(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request as AsyncIterable<Buffer>) {
    text += part.toString('latin1');
    if (text.length > LARGEST_FORM) throw new Error('too large a form');
  }
  return text;
}

function fail(response: ServerResponse): void {
  if (response.headersSent) return void response.end();
  response.writeHead(400, pageHeaders()).end(failurePage());
}
