import { Access } from './access';
import { Problem } from '#problem';
import {
  type Arithmetic,
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
  type Moved,
  movedFrom,
  type OwnInvolvement,
  type OwnInvolvements,
  ownInvolvementsFrom,
  type Purpose,
  purposeFrom,
  read,
  type Registered,
  registeredFrom,
  registrationsFrom,
  type Renewal,
  renewalsFrom,
  type Team,
  teamFrom,
  type Withdrawal,
  withdrawalsFrom,
  type Withdrawn,
  withdrawnFrom,
} from './answers';
import { CollectiveAddressesClient } from './collective-addresses';
import { Epochs } from './epochs';
import {
  callForJson,
  callForText,
  callTwiceIfNeeded,
  jsonObject,
  requireProtected,
  type Call,
  type Caller,
  type Service,
} from './http';
import { Looks } from './looks';
import { OrganisationClient } from './organisation';
import { OwnInquiries } from './own-inquiries';
import {
  requireCaseNumber,
  requireCode,
  requireEmergencyReason,
  requireGround,
  requireInvolvementId,
  requireReceipt,
} from './own-words';
import { Oversight } from './oversight';
import { PolicyRoom } from './policy';
import { clientProblem } from './problems';
import { registrationLines, ticketsIn } from './registration-lines';
import {
  type HouseholdQuestion,
  MOST_CHANGES,
  MOST_REGISTRATIONS,
  MOST_SUBJECTS,
  type NewAddress,
  type Question,
  type Registering,
  type Registration,
  type RegistrationItem,
} from './requests';
import { Review } from './review';

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

/** Signs that the custodian has gone to another epoch since the document was fetched. */
const MOVED_ON = new Set([
  'tokens.epoch-unknown',
  'tokens.epoch-unanswered',
  'tokens.proof-refused',
  'involvement.epochs-incomplete',
  'oversight.epoch-not-active',
]);

/**
 * The whole client: asks and registers without an identifier leaving this machine. Identifiers become tokens here,
 * with the custodian's blind help; the index gets tokens and a ticket.
 *
 * Every method throws `Problem` only: `client.*` for what is wrong here, `tokens.*` for identifiers and proofs, else
 * what a server said. No problem carries an identifier or a token.
 */
export class Raakvlak {
  /** Who may what, and covers */
  readonly access: Access;
  /** Addresses where many live: for the application manager */
  readonly collectiveAddresses: CollectiveAddressesClient;
  /** Alarms and decoys */
  readonly oversight: Oversight;
  /** Departments, teams and what is to change of them: for coordinators and the application manager */
  readonly organisation: OrganisationClient;
  /** Policy, purposes, proposals, simulator and practice */
  readonly policyRoom: PolicyRoom;
  /** What one's teams and the officers are told, and verdicts on emergencies */
  readonly review: Review;
  /** What one asked oneself, and which of it was a mistake */
  readonly ownInquiries: OwnInquiries;
  /** The audit log, for those who watch over it */
  readonly looks: Looks;
  readonly #tokens: AccessTokens;
  readonly #stretch: Stretch;
  readonly #arithmetic: Arithmetic;
  readonly #index: Service;
  readonly #custodian: Service;
  readonly #demo: boolean;
  readonly #epochs: Epochs;

  /**
   * @param parts with what this platform does in its own way; the defaults of `tokensFor` when left out
   * @throws Problem `client.insecure-address` for plain http to another machine
   */
  constructor(parts: { configuration: Deployment; tokens: AccessTokens; stretch: Stretch; arithmetic?: Arithmetic }) {
    const { configuration, tokens, stretch, arithmetic = {} } = parts;
    requireProtected(configuration.index);
    requireProtected(configuration.custodian);
    this.#tokens = tokens;
    this.#stretch = stretch;
    this.#arithmetic = arithmetic;
    this.#index = { name: 'index', address: configuration.index };
    this.#custodian = { name: 'custodian', address: configuration.custodian };
    this.#demo = configuration.demo;
    this.#epochs = new Epochs(this.#custodian, configuration.rootKey, configuration.demo);
    const caller: Caller = {
      call: (call) => this.#call(call),
      callForText: async (call) => callForText(this.#index, { ...call, token: await this.#tokens.forIndex() }),
      callTwice: (call) => this.#callTwice(call),
    };
    this.access = new Access(caller);
    this.organisation = new OrganisationClient(caller);
    this.policyRoom = new PolicyRoom(caller);
    this.review = new Review(caller);
    this.ownInquiries = new OwnInquiries(caller);
    this.looks = new Looks(caller);
    const registering: Registering = {
      ...caller,
      accept: (identifier) => this.#accept([identifier])[0]!,
      withTokens: (lines, send) => this.#withTokens('register', lines, send),
    };
    this.oversight = new Oversight(registering);
    this.collectiveAddresses = new CollectiveAddressesClient(registering);
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
    const emergency = optional(question.emergency, requireEmergencyReason);
    const linesOf = question.building === true ? linesToAskBuilding : linesToAsk;
    const perSubject = this.#accept(question.subjects).map((subject) => linesOf(subject));
    const lines = perSubject.flat();
    const kind = lines[0]?.kind;
    if (lines.some((line) => line.kind !== kind)) throw clientProblem('mixed-kinds');

    return this.#withTokens('ask', lines, async ({ lines: tokenLines, tickets }) => {
      const remaining = [...tokenLines];
      const subjects = perSubject.map(({ length }) => ({ lines: remaining.splice(0, length).map(inquiryLine) }));
      const body = { purpose, caseNumber, emergency, ticket: tickets[0]?.ticket, kind, subjects };
      return inquiryFrom(await this.#call({ method: 'POST', path: '/v1/inquiries', body }), subjects.length);
    });
  }

  /**
   * Who else is involved with the people and addresses of one home? One request, answered as a whole or not at all.
   * @returns answers flat: persons, businesses, addresses, each in the order that they were given
   */
  async askHousehold(question: HouseholdQuestion): Promise<Inquiry> {
    const purpose = requireCode(question.purpose);
    const caseNumber = optional(question.caseNumber, requireCaseNumber);
    const emergency = optional(question.emergency, requireEmergencyReason);
    const { persons, businesses = [], addresses } = question;
    const subjects = this.#accept([...persons, ...businesses, ...addresses]);
    const given = { person: persons, business: businesses, address: addresses };
    const groups = Object.entries(given).flatMap(([kind, identifiers]) => {
      const perSubject = identifiers.map((identifier) => linesToAsk(identifier));
      if (perSubject.flat().some((line) => line.kind !== kind)) throw clientProblem('mixed-kinds');
      return perSubject.length === 0 ? [] : [{ kind, perSubject }];
    });
    const lines = groups.flatMap(({ perSubject }) => perSubject.flat());

    return this.#withTokens('ask', lines, async ({ lines: tokenLines, tickets }) => {
      const remaining = [...tokenLines];
      const parts = groups.map(({ kind, perSubject }) => ({
        ticket: tickets.find((ticket) => ticket.kind === kind)?.ticket,
        kind,
        subjects: perSubject.map(({ length }) => ({ lines: remaining.splice(0, length).map(inquiryLine) })),
      }));
      const body = { purpose, caseNumber, emergency, parts };
      return inquiryFrom(await this.#call({ method: 'POST', path: '/v1/inquiries', body }), subjects.length);
    });
  }

  /**
   * Registers that a team is involved. The id is made before anything is sent, so that the same registration can be
   * sent again after a lost connection without a second effect; this method does so once by itself.
   */
  async register(registration: Registration): Promise<Registered> {
    const id = requireInvolvementId(registration.id ?? crypto.randomUUID());
    const item = this.#checked({ ...registration, id });
    return this.#withTokens('register', linesToRegister(item.identifier), async (tokens) => {
      const body = { team: item.team, ...registrationBody(item, tokens.lines), tickets: ticketsIn(tokens) };
      return registeredFrom(jsonObject(await this.#callTwice({ method: 'PUT', path: `/v1/involvements/${id}`, body })));
    });
  }

  /**
   * Registers up to 100 at a time: all or nothing, one evaluation per kind, one request. The same items may be sent
   * again; those that were carried out before count as done. A refusal names the `position` of the first item that is
   * wrong, counted from 0.
   * @returns in the order of the items
   * @throws Problem `client.too-many-changes`, and as `register`
   */
  async registerAll(items: readonly RegistrationItem[]): Promise<readonly Registered[]> {
    if (items.length === 0) return [];
    if (items.length > MOST_REGISTRATIONS) throw clientProblem('too-many-changes');
    const checked = items.map((item) => this.#checked(item));
    const perItem = checked.map(({ identifier }) => linesToRegister(identifier));
    return this.#withTokens('register', perItem.flat(), async (tokens) => {
      const remaining = [...tokens.lines];
      const registrations = checked.map((item, i) => ({
        id: item.id,
        team: item.team,
        ...registrationBody(item, remaining.splice(0, perItem[i]?.length)),
        with: item.with,
      }));
      const body = { tickets: ticketsIn(tokens), registrations };
      const answer = jsonObject(await this.#callTwice({ method: 'POST', path: '/v1/registrations', body }));
      return registrationsFrom(
        answer,
        checked.map(({ id }) => id),
      );
    });
  }

  /** Makes an involvement of one's own team run on. @returns with a new `expiresOn` */
  async renew(id: string): Promise<Registered> {
    const path = `/v1/involvements/${requireInvolvementId(id)}/renew`;
    return registeredFrom(jsonObject(await this.#callTwice({ method: 'POST', path, body: {} })));
  }

  /** Ends an involvement of one's own team. */
  async withdraw(id: string): Promise<Withdrawn> {
    const path = `/v1/involvements/${requireInvolvementId(id)}/withdraw`;
    return withdrawnFrom(jsonObject(await this.#callTwice({ method: 'POST', path, body: {} })));
  }

  /**
   * Makes up to 500 involvements run on, in one request.
   * @returns in the order of the ids
   * @throws Problem `client.too-many-changes`, `client.not-an-involvement-id`
   */
  async renewAll(ids: readonly string[]): Promise<readonly Renewal[]> {
    const checked = requireChanges(ids);
    if (checked.length === 0) return [];
    const call = { method: 'POST', path: '/v1/renewals', body: { ids: checked } } as const;
    return renewalsFrom(jsonObject(await this.#callTwice(call)), checked);
  }

  /** Ends up to 500 involvements, in one request. As `renewAll`. */
  async withdrawAll(ids: readonly string[]): Promise<readonly Withdrawal[]> {
    const checked = requireChanges(ids);
    if (checked.length === 0) return [];
    const call = { method: 'POST', path: '/v1/withdrawals', body: { ids: checked } } as const;
    return withdrawalsFrom(jsonObject(await this.#callTwice(call)), checked);
  }

  /**
   * Ends all involvement of a team, as many requests as it takes.
   * @param team its code
   * @param registeredBy `connection`: only what a connection is known to have registered
   * @param progress told how many ended so far, after each request
   * @returns how many ended; fewer than really did when an answer was lost on the way
   */
  async withdrawTeam(
    team: string,
    registeredBy: 'connection' | 'anyone',
    progress: (withdrawn: number) => void = () => undefined,
  ): Promise<number> {
    const path = `/v1/teams/${pathCode(team)}/withdrawals`;
    for (let withdrawn = 0; ;) {
      const answer = jsonObject(await this.#callTwice({ method: 'POST', path, body: { registeredBy } }));
      const ended = read.count(answer.withdrawn);
      const more = read.flag(answer.more);
      // A server that keeps promising more without doing anything would keep us here for ever.
      if (more && ended === 0) throw clientProblem('unexpected-answer');
      withdrawn += ended;
      progress(withdrawn);
      if (!more) return withdrawn;
    }
  }

  /**
   * Somebody moved: ends the address part of a case and, with `to`, registers the new address in its place, at once.
   * @param id of the person's (or business's) involvement, or of the address part itself
   */
  async moved(id: string, to?: NewAddress): Promise<Moved> {
    const path = `/v1/involvements/${requireInvolvementId(id)}/moves`;
    if (to === undefined) return movedFrom(jsonObject(await this.#callTwice({ method: 'POST', path, body: {} })));
    // The team is that of the involvement; no name of one is sent.
    const item = this.#checked({ ...to, id: to.id ?? crypto.randomUUID(), team: 'of-the-case' });
    return this.#withTokens('register', linesToRegister(item.identifier), async (tokens) => {
      const body = { to: { id: item.id, ...registrationBody(item, tokens.lines), tickets: ticketsIn(tokens) } };
      return movedFrom(jsonObject(await this.#callTwice({ method: 'POST', path, body })));
    });
  }

  /** What a team of one's own has registered: ids and dates, never whom it is about. @param team its code */
  async mine(team: string): Promise<readonly OwnInvolvement[]> {
    return (await this.ours(team)).involvements;
  }

  /** As `mine`, and whether there is more than fits. What runs out first comes first. */
  async ours(team: string): Promise<OwnInvolvements> {
    return ownInvolvementsFrom(await this.#call({ method: 'GET', path: `/v1/involvements?team=${pathCode(team)}` }));
  }

  /** The purposes that one may choose from. */
  async purposes(): Promise<readonly Purpose[]> {
    return read.list((await this.#call({ method: 'GET', path: '/v1/purposes' })).purposes).map(purposeFrom);
  }

  /** One's own teams. */
  async teams(): Promise<readonly Team[]> {
    return read.list((await this.#call({ method: 'GET', path: '/v1/teams' })).teams).map(teamFrom);
  }

  /**
   * Says that a department's delivery is up to date; coverage is counted from this.
   * @param department its code
   * @param epoch id of the epoch that everything was delivered for
   */
  async heartbeat(department: string, epoch?: string): Promise<void> {
    const path = `/v1/departments/${pathCode(department)}/heartbeat`;
    await this.#callTwice({ method: 'POST', path, body: { epoch } });
  }

  /** The bare answer of `POST /v1/proofs`, which proves nothing before the door `proofs` has checked it. */
  async uncheckedProof(receipt: string): Promise<Record<string, unknown>> {
    return this.#call({ method: 'POST', path: '/v1/proofs', body: { receipt: requireReceipt(receipt) } });
  }

  #accept(subjects: readonly Identifier[]): readonly Identifier[] {
    if (subjects.length === 0) throw clientProblem('no-subject');
    if (subjects.length > MOST_SUBJECTS) throw clientProblem('too-many-subjects');
    for (const subject of subjects) requireTestRange(subject, this.#demo);
    return subjects;
  }

  #checked(item: RegistrationItem): RegistrationItem {
    const [identifier] = this.#accept([item.identifier]);
    return {
      ...item,
      id: requireInvolvementId(item.id),
      team: requireCode(item.team),
      identifier: identifier!,
      caseNumber: optional(item.caseNumber, requireCaseNumber),
      notice: { ...item.notice, ground: optional(item.notice.ground, requireGround) },
      with: optional(item.with, requireInvolvementId),
    };
  }

  /** Starts anew with a fresh document, once, when a kept one turns out to be out of date; nothing was answered then. */
  async #withTokens<T>(use: Use, lines: readonly Line[], send: (tokens: Tokens) => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      const document = await this.#epochs.current();
      const evaluate = (request: EvaluationRequest): Promise<EvaluationResponse> => this.#evaluate(request);
      return send(await tokensFor(use, lines, document, evaluate, this.#stretch, this.#arithmetic));
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

function requireChanges(ids: readonly string[]): readonly string[] {
  if (ids.length > MOST_CHANGES) throw clientProblem('too-many-changes');
  return ids.map(requireInvolvementId);
}

/** The members of a registration that are the same in every request that registers. */
function registrationBody(
  { identifier, caseNumber, notice, disclosure }: RegistrationItem,
  lines: readonly TokenLine[],
) {
  return { rung: rungOf(identifier), lines: lines.flatMap(registrationLines), caseNumber, notice, disclosure };
}
