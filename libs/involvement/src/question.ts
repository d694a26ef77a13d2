import type { EmergencyReason, Kind, Scheme } from '#tokens';

export interface Question {
  readonly purpose: string;
  readonly caseNumber?: string;
  /** Somebody is in danger now: opens what is mediated */
  readonly emergency?: EmergencyReason;
  /** One for each kind of subject; a household has several */
  readonly parts: readonly QuestionPart[];
}

export interface QuestionPart {
  /** Of the custodian, for as many lines as there are in this part */
  readonly ticket: string;
  readonly kind: Kind;
  readonly subjects: readonly { readonly lines: readonly QuestionLine[] }[];
}

export interface QuestionLine {
  readonly scheme: Scheme;
  /** Per live epoch a token of 32 bytes, base64url */
  readonly tokens: Readonly<Record<string, string>>;
}
