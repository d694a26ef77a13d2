import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type EpochDocument,
  type EpochState,
  type EvaluationRequest,
  type EvaluationResponse,
  fromBase64url,
  type Kind,
  KINDS,
  liveEpochs,
  MODE,
  PROTOCOL,
  STRETCH_FLOOR,
  SUITE,
  type TicketKey,
  toBase64url,
} from '#tokens';
import { Evaluator, newRootKey, newSalt, newSeed, ready, signEpochDocument } from '#tokens/evaluator';
import type { Report, Work } from './exchange';

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>tokens</title>
<script type="module" src="/page.js"></script></html>`;

/** The policy of a page with the stretch in it (libs/tokens/src/browser.ts) and nothing more. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

type Keys = Readonly<Record<Kind, Evaluator>>;

const keysFor = (epoch: string): Keys => {
  const one = (kind: Kind) => new Evaluator({ kind, epoch, seed: newSeed() });
  return { person: one('person'), business: one('business'), address: one('address'), building: one('building') };
};

function ticketKey(): TicketKey {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: String(x), y: String(y), kid: 'ticket-1', alg: 'ES256' };
}

/** Token keys of two live epochs with the document that names them, and the same for someone who swapped the keys. */
export class Custodian {
  readonly document: EpochDocument;
  readonly signed: string;
  /** Pinned by the client, 32 bytes */
  readonly rootKey: Uint8Array;
  /** The document with other person keys under the signature of the real one; and one that a stranger signed */
  readonly tampered: readonly string[];
  readonly #keys = new Map<string, Keys>();
  readonly #swapped = new Map<string, Keys>();

  private constructor() {
    const root = newRootKey();
    this.rootKey = root.publicKey;
    const epoch = (id: string, state: EpochState) => {
      const keys = keysFor(id);
      this.#keys.set(id, keys);
      this.#swapped.set(id, keysFor(id));
      const key = (kind: Kind) => toBase64url(keys[kind].publicKey);
      const publicKeys = Object.fromEntries(KINDS.map((kind) => [kind, key(kind)])) as Record<Kind, string>;
      return { id, state, argon2: { ...STRETCH_FLOOR }, salt: toBase64url(newSalt()), publicKeys };
    };
    const now = Math.floor(Date.now() / 1000);
    this.document = {
      protocol: PROTOCOL,
      suite: SUITE,
      mode: MODE,
      custodian: 'custodian.demo',
      serial: 1,
      issuedAt: now,
      expiresAt: now + 3_600,
      demo: true,
      ticketKeys: [ticketKey()],
      epochs: [epoch('2026-1', 'active'), epoch('2025-1', 'retiring')],
    };
    this.signed = signEpochDocument(this.document, root.seed);
    const [header, , signature] = this.signed.split('.');
    const theirs = Buffer.from(JSON.stringify(this.#withSwappedPersonKeys())).toString('base64url');
    this.tampered = [`${header}.${theirs}.${signature}`, signEpochDocument(this.document, newRootKey().seed)];
  }

  static async start(): Promise<Custodian> {
    await ready();
    return new Custodian();
  }

  #withSwappedPersonKeys(): EpochDocument {
    const epochs = this.document.epochs.map((epoch) => {
      const person = toBase64url(this.#swapped.get(epoch.id)!.person.publicKey);
      return { ...epoch, publicKeys: { ...epoch.publicKeys, person } };
    });
    return { ...this.document, epochs };
  }

  /** One evaluation per epoch that counts (docs/protocol.md). @param swapped under keys that no document names */
  evaluate({ use, kind, blinded }: EvaluationRequest, swapped = false): EvaluationResponse {
    const live = liveEpochs(this.document).filter(({ state }) => use === 'ask' || state === 'active');
    const evaluations = live.map(({ id }) => {
      const key = (swapped ? this.#swapped : this.#keys).get(id)![kind];
      const { elements, proof } = key.evaluateBatch(blinded.map((element) => fromBase64url(element, 32)));
      return { epoch: id, elements: elements.map(toBase64url), proof: toBase64url(proof) };
    });
    return { kind, evaluations, ticket: `for ${blinded.length} of ${kind}` };
  }
}

/** One request of the browser, whole. */
export interface Heard {
  /** `GET /page.js`; with the whole address when the browser wanted to go elsewhere */
  readonly what: string;
  readonly headers: string;
  readonly body: Buffer;
}

export interface Host {
  readonly address: string;
  /** In order of arrival */
  readonly heard: readonly Heard[];
  /** The one report of the page. */
  readonly report: Promise<Report>;
  stop(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Serves the page and the custodian on a free port of the loopback address, and keeps every request. */
export async function startHost(script: string, work: Work, custodian: Custodian): Promise<Host> {
  const heard: Heard[] = [];
  const keep = (request: IncomingMessage, body: Buffer): string => {
    const what = `${request.method} ${request.url}`;
    heard.push({ what, headers: request.rawHeaders.join('\n'), body });
    return what;
  };
  let deliver: (report: Report) => void = () => undefined;
  const report = new Promise<Report>((resolve) => (deliver = resolve));
  const json = (body: Buffer) => JSON.parse(body.toString('utf8')) as unknown;

  const routes: Readonly<Record<string, (body: Buffer) => readonly [type: string, text: string]>> = {
    'GET /': () => ['text/html; charset=utf-8', HTML],
    'GET /page.js': () => ['text/javascript; charset=utf-8', script],
    'GET /work': () => ['application/json', JSON.stringify(work)],
    'GET /v1/epochs': () => ['application/jose', custodian.signed],
    'POST /v1/evaluations': (body) => [
      'application/json',
      JSON.stringify(custodian.evaluate(json(body) as EvaluationRequest)),
    ],
    'POST /swapped/v1/evaluations': (body) => [
      'application/json',
      JSON.stringify(custodian.evaluate(json(body) as EvaluationRequest, true)),
    ],
    'POST /report': (body) => {
      deliver(json(body) as Report);
      return ['application/json', '{}'];
    },
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const route = routes[keep(request, body)];
    if (!route) {
      response.writeHead(404).end();
      return;
    }
    const [type, text] = route(body);
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    response.end(text);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((fault: unknown) => deliver({ fault: `the host itself: ${String(fault)}` }));
  });
  server.on('connect', (request: IncomingMessage, socket) => {
    keep(request, Buffer.alloc(0));
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    report,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
