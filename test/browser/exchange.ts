import type { ConnectionKeyPair, connectionFiles } from '#client/browser';
import type { Kind, Scheme, Use } from '#tokens';

/** A connection that the page makes. */
export const CONNECTION = {
  clientId: 'koppeling-leerplicht',
  name: 'Koppeling van leerplicht',
  department: 'leerplicht',
  teams: ['leerplicht-noord'],
  caseload: 800,
};

/** What a person types, and the reader that such a field uses. */
export interface Typed {
  readonly reader: 'readPerson' | 'readBusiness' | 'readBagId' | 'readAddress';
  readonly text: string;
}

/** What the page is given to work on; bytes are base64url. */
export interface Work {
  /** 32 random bytes: under this key a canonical line is compared without being sent */
  readonly markKey: string;
  /** 32 bytes, the pinned key of a client configuration */
  readonly rootKey: string;
  readonly typed: readonly Typed[];
  /** Epoch documents of which something was changed after signing, or that another root key signed */
  readonly tampered: readonly string[];
}

/** Tokens of one question or registration, base64url. */
export interface Exchange {
  readonly use: Use;
  readonly lines: readonly {
    readonly kind: Kind;
    readonly scheme: Scheme;
    readonly tokens: Readonly<Record<string, string>>;
  }[];
}

/** A ladder with its lines as marks; `askBuilding` is a problem code where there is none. */
export interface MarkedLadder {
  readonly rung: string;
  readonly register: readonly string[];
  readonly ask: readonly string[];
  readonly askBuilding: readonly string[] | string;
}

/**
 * What the page found, in the order of docs/protocol-vectors.json. Never an identifier or a line: a line is a mark
 * (HMAC-SHA-256 under `markKey`, base64url), a refusal is the code of its problem, `accepted` where there was none.
 */
export interface Findings {
  readonly typed: readonly string[];
  readonly refusedLines: readonly string[];
  readonly ladder: readonly MarkedLadder[];
  readonly tokens: readonly {
    readonly blinded: readonly string[];
    readonly evaluations: readonly {
      readonly epoch: string;
      readonly items: readonly { readonly output: string; readonly token: string }[];
    }[];
  }[];
  readonly refusedProofs: readonly string[];
  readonly documents: readonly string[];
  readonly weakStretch: string;
  /** Per identifier of `Work.typed`: a question, then a registration, with the custodian of the host */
  readonly live: readonly (readonly Exchange[])[];
  readonly swappedKey: string;
  readonly tampered: readonly string[];
  /** A key pair that the page made for a connection, and the texts of its two files. Of nobody: the host may see it */
  readonly connection: {
    readonly pair: ConnectionKeyPair;
    readonly files: ReturnType<typeof connectionFiles>;
  };
  /** What the policy of the page refused, as `directive: what` */
  readonly violations: readonly string[];
}

/** A page that could not finish says why; only faults of the page itself, for refusals are findings. */
export type Report = { readonly findings: Findings } | { readonly fault: string };
