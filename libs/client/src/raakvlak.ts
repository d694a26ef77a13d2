import { Problem } from '#problem';
import {
  type EpochDocument,
  type EvaluationRequest,
  type EvaluationResponse,
  type Identifier,
  type Line,
  linesToAsk,
  linesToAskBuilding,
  linesToRegister,
  requireTestRange,
  rungOf,
  type Stretch,
  toBase64url,
  type TokenLine,
  type Tokens,
  tokensFor,
  type Use,
} from '#tokens';
import {
  type Inquiry,
  inquiryFrom,
  type Notice,
  type OwnInvolvement,
  ownInvolvementFrom,
  type Purpose,
  purposeFrom,
  read,
  type Registered,
  registeredFrom,
  type Team,
  teamFrom,
} from './answers';
import { Epochs } from './epochs';
import { callForJson, callTwiceIfNeeded, jsonObject, requireProtected, type Call, type Service } from './http';
import { requireCaseNumber, requireCode, requireGround, requireInvolvementId } from './own-words';
import { clientProblem } from './problems';

/** Where the servers are and which keys they must show. Part of the client configuration. */
export interface Deployment {
  /** Base address of the index */
  readonly index: string;
  /** Base address of the custodian */
  readonly custodian: string;
  /** The custodian's offline root key: Ed25519 public key, 32 bytes base64url */
  readonly rootKey: string;
  /** A demonstration accepts test citizen numbers only, production none of them */
  readonly demo: boolean;
}

/** Access tokens, one audience each; called before every request, so that they can be renewed in time. */
export interface AccessTokens {
  forIndex(): Promise<string>;
  forCustodian(): Promise<string>;
}

export interface Question {
  /** Code of a purpose from the catalogue */
  readonly purpose: string;
  /** The asker's own case number; refused when it could be a citizen number or an address */
  readonly caseNumber?: string;
  /** 1 to 100 of one kind; answered in this order */
  readonly subjects: readonly Identifier[];
  /** All units at the number of each address: needs a purpose about the building */
  readonly building?: boolean;
}

export interface Registration {
  /** UUID; made here when left out. Give the same one to repeat a registration that may have arrived */
  readonly id?: string;
  /** Code of the team that is involved */
  readonly team: string;
  readonly identifier: Identifier;
  readonly caseNumber?: string;
  readonly notice: Notice;
}

/** Contact point of a team, as the application manager keeps it. Days are 1 (Monday) to 7, times `HH:MM`. */
export interface TeamSettings {
  readonly name: string;
  /** Code of its department */
  readonly department: string;
  readonly contact: {
    readonly phone: string;
    readonly email: string;
    readonly hours: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[];
    /** Code of the team to call when this one cannot be reached */
    readonly instead?: string;
  };
}

export interface DepartmentSettings {
  readonly name: string;
  readonly domain: string;
}

export const MOST_SUBJECTS = 100;

/** Signs that the custodian has gone to another epoch since the document was fetched. */
const MOVED_ON = new Set([
  'tokens.epoch-unknown',
  'tokens.epoch-unanswered',
  'tokens.proof-refused',
  'involvement.epochs-incomplete',
]);

/**
 * The whole client: asks and registers without an identifier leaving this machine. Identifiers become tokens here,
 * with the custodian's blind help; the index gets tokens and a ticket.
 *
 * Every method throws `Problem` only: `client.*` for what is wrong here, `tokens.*` for identifiers and proofs, else
 * what a server said. No problem carries an identifier or a token.
 */
export class Raakvlak {
  readonly #tokens: AccessTokens;
  readonly #stretch: Stretch;
  readonly #index: Service;
  readonly #custodian: Service;
  readonly #demo: boolean;
  readonly #epochs: Epochs;

  /** @throws Problem `client.insecure-address` for plain http to another machine */
  constructor(parts: { configuration: Deployment; tokens: AccessTokens; stretch: Stretch }) {
    const { configuration, tokens, stretch } = parts;
    requireProtected(configuration.index);
    requireProtected(configuration.custodian);
    this.#tokens = tokens;
    this.#stretch = stretch;
    this.#index = { name: 'index', address: configuration.index };
    this.#custodian = { name: 'custodian', address: configuration.custodian };
    this.#demo = configuration.demo;
    this.#epochs = new Epochs(this.#custodian, configuration.rootKey, configuration.demo);
  }

  /** The epoch document in force, verified under the pinned root key. */
  epochs(): Promise<EpochDocument> {
    return this.#epochs.current();
  }

  /**
   * Who else is involved? One evaluation for the whole list, all or nothing. The evaluation is repeated by itself when its
   * answer got lost; the question to the index never is, since every look stands in the log.
   */
  async ask(question: Question): Promise<Inquiry> {
    const purpose = requireCode(question.purpose);
    const caseNumber = optional(question.caseNumber, requireCaseNumber);
    const linesOf = question.building === true ? linesToAskBuilding : linesToAsk;
    const perSubject = this.#accept(question.subjects).map((subject) => linesOf(subject));
    const lines = perSubject.flat();
    const kind = lines[0]?.kind;
    if (lines.some((line) => line.kind !== kind)) throw clientProblem('mixed-kinds');

    return this.#withTokens('ask', lines, async ({ lines: tokenLines, tickets }) => {
      const remaining = [...tokenLines];
      const subjects = perSubject.map(({ length }) => ({ lines: remaining.splice(0, length).map(inquiryLine) }));
      const body = { purpose, caseNumber, ticket: tickets[0]?.ticket, kind, subjects };
      return inquiryFrom(await this.#call({ method: 'POST', path: '/v1/inquiries', body }), subjects.length);
    });
  }

  /**
   * Registers that a team is involved. The id is made before anything is sent, so that the same registration can be
   * sent again after a lost connection without a second effect; this method does so once by itself.
   */
  async register(registration: Registration): Promise<Registered> {
    const id = requireInvolvementId(registration.id ?? crypto.randomUUID());
    const team = requireCode(registration.team);
    const caseNumber = optional(registration.caseNumber, requireCaseNumber);
    const [identifier] = this.#accept([registration.identifier]);
    const notice = { ...registration.notice, ground: optional(registration.notice.ground, requireGround) };
    return this.#withTokens('register', linesToRegister(identifier!), async ({ lines, tickets }) => {
      const body = {
        team,
        rung: rungOf(identifier!),
        tickets: tickets.map(({ ticket }) => ticket),
        lines: lines.flatMap(registrationLines),
        caseNumber,
        notice,
      };
      return registeredFrom(jsonObject(await this.#callTwice({ method: 'PUT', path: `/v1/involvements/${id}`, body })));
    });
  }

  /** Makes an involvement of one's own team run on. @returns with a new `expiresOn` */
  async renew(id: string): Promise<Registered> {
    const path = `/v1/involvements/${requireInvolvementId(id)}/renew`;
    return registeredFrom(jsonObject(await this.#callTwice({ method: 'POST', path, body: {} })));
  }

  /** Ends an involvement of one's own team. */
  async withdraw(id: string): Promise<{ readonly id: string; readonly receipt: string }> {
    const path = `/v1/involvements/${requireInvolvementId(id)}/withdraw`;
    const body = jsonObject(await this.#callTwice({ method: 'POST', path, body: {} }));
    return { id: read.text(body.id), receipt: read.text(body.receipt) };
  }

  /** What a team of one's own has registered: ids and dates, never whom it is about. @param team its code */
  async mine(team: string): Promise<readonly OwnInvolvement[]> {
    const path = `/v1/involvements?team=${encodeURIComponent(requireCode(team))}`;
    return read.list((await this.#call({ method: 'GET', path })).involvements).map(ownInvolvementFrom);
  }

  /** The purposes that one may choose from. */
  async purposes(): Promise<readonly Purpose[]> {
    return read.list((await this.#call({ method: 'GET', path: '/v1/purposes' })).purposes).map(purposeFrom);
  }

  /** One's own teams. */
  async teams(): Promise<readonly Team[]> {
    return read.list((await this.#call({ method: 'GET', path: '/v1/teams' })).teams).map(teamFrom);
  }

  /** Enters or changes a department (application manager). */
  async putDepartment(code: string, settings: DepartmentSettings): Promise<void> {
    await this.#callTwice({ method: 'PUT', path: `/v1/departments/${pathCode(code)}`, body: settings });
  }

  /** Enters or changes a team and its contact point (application manager). */
  async putTeam(code: string, settings: TeamSettings): Promise<void> {
    await this.#callTwice({ method: 'PUT', path: `/v1/teams/${pathCode(code)}`, body: settings });
  }

  /** Says that a department's delivery is up to date; coverage is counted from this. @param department its code */
  async heartbeat(department: string): Promise<void> {
    const path = `/v1/departments/${pathCode(department)}/heartbeat`;
    await this.#callTwice({ method: 'POST', path, body: {} });
  }

  /** The bare answer of `POST /v1/proofs`; the door `node` checks it. @param receipt 22 characters base64url */
  protected proofOf(receipt: string): Promise<Record<string, unknown>> {
    return this.#call({ method: 'POST', path: '/v1/proofs', body: { receipt } });
  }

  #accept(subjects: readonly Identifier[]): readonly Identifier[] {
    if (subjects.length === 0) throw clientProblem('no-subject');
    if (subjects.length > MOST_SUBJECTS) throw clientProblem('too-many-subjects');
    for (const subject of subjects) requireTestRange(subject, this.#demo);
    return subjects;
  }

  /** Starts anew with a fresh document, once, when a kept one turns out to be out of date; nothing was answered then. */
  async #withTokens<T>(use: Use, lines: readonly Line[], send: (tokens: Tokens) => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      const document = await this.#epochs.current();
      return send(await tokensFor(use, lines, document, (request) => this.#evaluate(request), this.#stretch));
    };
    const begun = Date.now();
    try {
      return await run();
    } catch (error) {
      const outOfDate = error instanceof Problem && MOVED_ON.has(error.code) && this.#epochs.forget(begun);
      if (!outOfDate) throw error;
      return run();
    }
  }

  /** Sent again after a lost connection: the same bytes within five minutes cost the custodian's budget once. */
  async #evaluate(body: EvaluationRequest): Promise<EvaluationResponse> {
    const token = await this.#tokens.forCustodian();
    const call = { method: 'POST', path: '/v1/evaluations', token, body } as const;
    const answer = jsonObject(await callTwiceIfNeeded(this.#custodian, call));
    // tokensFor checks every member of it.
    return answer as unknown as EvaluationResponse;
  }

  async #call(call: Call): Promise<Record<string, unknown>> {
    return callForJson(this.#index, { ...call, token: await this.#tokens.forIndex() });
  }

  async #callTwice(call: Call): Promise<string> {
    return callTwiceIfNeeded(this.#index, { ...call, token: await this.#tokens.forIndex() });
  }
}

function optional<T>(value: T | undefined, require: (value: T) => T): T | undefined {
  return value === undefined ? undefined : require(value);
}

const pathCode = (code: string): string => encodeURIComponent(requireCode(code));

function inquiryLine({ scheme, tokens }: TokenLine): { scheme: string; tokens: Record<string, string> } {
  const perEpoch = Object.entries(tokens).map(([epoch, token]) => [epoch, toBase64url(token)]);
  return { scheme, tokens: Object.fromEntries(perEpoch) as Record<string, string> };
}

function registrationLines({ kind, scheme, tokens }: TokenLine): object[] {
  return Object.entries(tokens).map(([epoch, token]) => ({ kind, scheme, epoch, token: toBase64url(token) }));
}
