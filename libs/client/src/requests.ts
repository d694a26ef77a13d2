import type { EmergencyReason, Identifier, Line, OwnDisclosure, Tokens } from '#tokens';
import type { Notice } from './answers';
import type { Caller } from './http';

/** Identifiers in one question. */
export const MOST_SUBJECTS = 100;
/** Registrations in one request. */
export const MOST_REGISTRATIONS = 100;
/** Renewals or withdrawals in one request. */
export const MOST_CHANGES = 500;

export interface Question {
  /** Code of a purpose from the catalogue */
  readonly purpose: string;
  /** The asker's own case number; refused when it could be a citizen number or an address */
  readonly caseNumber?: string;
  /** 1 to 100 of one kind; answered in this order */
  readonly subjects: readonly Identifier[];
  /** All units at the number of each address: needs a purpose about the building */
  readonly building?: boolean;
  /** Somebody is in danger now. Opens what is mediated, costs a verdict afterwards; at most 5 subjects, purpose `crisis` */
  readonly emergency?: EmergencyReason;
}

export interface Registration {
  /** UUID; made here when left out. Give the same one to repeat a registration that may have arrived */
  readonly id?: string;
  /** Code of the team that is involved */
  readonly team: string;
  readonly identifier: Identifier;
  readonly caseNumber?: string;
  readonly notice: Notice;
  /** This case is shown no more than this, whatever the rules say: `mediated`, `silent` or `closed` */
  readonly disclosure?: OwnDisclosure;
}

/** The people and addresses of one home, in one question: one purpose, one answer, all or nothing. */
export interface HouseholdQuestion {
  /** Code of a purpose that fits every kind that is asked about */
  readonly purpose: string;
  readonly caseNumber?: string;
  /** At most 100 identifiers in all */
  readonly persons: readonly Identifier[];
  readonly addresses: readonly Identifier[];
  readonly businesses?: readonly Identifier[];
  /** As in `Question` */
  readonly emergency?: EmergencyReason;
}

/** One of many registrations in one request. */
export interface RegistrationItem {
  /** UUID; give the same one to repeat a registration that may have arrived */
  readonly id: string;
  /** Code of the team that is involved */
  readonly team: string;
  readonly identifier: Identifier;
  readonly caseNumber?: string;
  readonly notice: Notice;
  /** This case is shown no more than this, whatever the rules say: `mediated`, `silent` or `closed` */
  readonly disclosure?: OwnDisclosure;
  /** Id of the other part of the case: an earlier item, or an involvement that the team has. One of both is an address */
  readonly with?: string;
}

/** Where somebody moved to. */
export interface NewAddress {
  /** UUID of the new address part; made here when left out. Give the same one to repeat a request that may have arrived */
  readonly id?: string;
  readonly identifier: Identifier;
  readonly caseNumber?: string;
  readonly notice: Notice;
  /** This case is shown no more than this, whatever the rules say: `mediated`, `silent` or `closed` */
  readonly disclosure?: OwnDisclosure;
}

/** What the client lends to its parts that register: its caller, and tokens. */
export interface Registering extends Caller {
  /** @throws Problem for what this deployment does not take */
  accept(identifier: Identifier): Identifier;
  withTokens<T>(lines: readonly Line[], send: (tokens: Tokens) => Promise<T>): Promise<T>;
}
