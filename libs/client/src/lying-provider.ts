import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type GenerateKeyPairResult, SignJWT } from 'jose';

export const SECRET = 'geheim-uit-het-antwoord';

/** A provider over HTTP that can be told to lie at one point. For tests only. */
export class LyingProvider {
  readonly #server: Server;
  #nonce = '';
  #state = '';
  #clientId = '';
  metadata: Record<string, unknown> = {};
  answer: Record<string, string | undefined> = {};
  idToken: { claims?: Record<string, unknown>; key?: CryptoKey } = {};
  token: { status: number; body: unknown } | undefined;
  renewals = 0;
  /** Forms of the token requests, in order */
  readonly asked: URLSearchParams[] = [];
  readonly revoked: URLSearchParams[] = [];
  revocation = 200;
  /** Token answers wait for this */
  ready: Promise<void> = Promise.resolve();
  /** Given with every token; undefined for a provider that gives public clients none */
  refreshToken: string | undefined = 'r';

  constructor(private readonly pair: GenerateKeyPairResult) {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/jwks') return void json({ keys: [{ ...(await exportJWK(this.pair.publicKey)), kid: 'k' }] });
    if (url.pathname === '/token') return void (await this.#tokens(await formOf(request), json));
    if (url.pathname === '/revoke') {
      this.revoked.push(await formOf(request));
      return void response.writeHead(this.revocation).end();
    }
    if (url.pathname === '/auth') return this.#authorize(request, url, response);
    json({
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    });
  }

  #authorize(request: IncomingMessage, url: URL, response: ServerResponse): void {
    if (request.method === 'GET') {
      this.#nonce = url.searchParams.get('nonce') ?? '';
      this.#state = url.searchParams.get('state') ?? '';
      this.#clientId = url.searchParams.get('client_id') ?? '';
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<form method="post">');
    }
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    const given = { code: SECRET, state: this.#state, iss: this.issuer, ...this.answer };
    const said = Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const answer = new URLSearchParams(said).toString();
    if (url.searchParams.get('response_mode') === 'fragment') back.hash = answer;
    else back.search = answer;
    response.writeHead(303, { location: back.href }).end();
  }

  async #tokens(form: URLSearchParams, json: (body: unknown, status?: number) => unknown): Promise<void> {
    this.asked.push(form);
    await this.ready;
    if (form.get('grant_type') === 'refresh_token') this.renewals += 1;
    if (this.token !== undefined) return void json(this.token.body, this.token.status);
    const { claims = {}, key = this.pair.privateKey } = this.idToken;
    const now = Math.floor(Date.now() / 1000);
    const idToken = await new SignJWT({
      iss: this.issuer,
      aud: this.#clientId,
      sub: 'ingrid',
      iat: now,
      exp: now + 60,
      nonce: this.#nonce,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .sign(key);
    json({
      access_token: `token-${this.renewals}`,
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: this.refreshToken,
      id_token: idToken,
    });
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let form = '';
  for await (const part of request as AsyncIterable<Buffer>) form += part.toString();
  return new URLSearchParams(form);
}
