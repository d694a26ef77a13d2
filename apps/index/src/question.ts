import { Injectable, type PipeTransform } from '@nestjs/common';
import type { Question, QuestionPart } from '#involvement';
import { problemsOf } from '#problem';
import { EMERGENCY_REASONS, KINDS, SCHEMES } from '#tokens';
import { CODE } from './code';

const problem = problemsOf('index', {
  'question-refused': {
    status: 400,
    title: 'The question has missing, wrong or unknown fields',
    advice:
      'Send purpose, ticket, kind and subjects, or parts, as docs/protocol.md describes; tokens are 43 characters base64url.',
  },
});

/** 32 bytes in base64url; the last character carries two unused bits that must be zero. */
export const TOKEN = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
/** Compact JWS. */
export const TICKET = /^[\w-]{1,300}\.[\w-]{1,1000}\.[\w-]{86}$/;
const EPOCH = /^[\w.-]{1,32}$/;
/** Of a part, or of a question with one part. */
const PART = ['ticket', 'kind', 'subjects'];
const SUBJECTS = 100;
const LINES = 2;
const EPOCHS = 8;

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown, required: readonly string[], optional: readonly string[] = []): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem('question-refused');
  const names = Object.keys(value);
  const known = names.every((name) => required.includes(name) || optional.includes(name));
  if (!known || !required.every((name) => Object.hasOwn(value, name))) throw problem('question-refused');
  return value as Fields;
}

function matching(value: unknown, pattern: RegExp): void {
  if (typeof value !== 'string' || !pattern.test(value)) throw problem('question-refused');
}

function listOf(value: unknown, most: number): unknown[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) throw problem('question-refused');
  return value;
}

function checkLine(value: unknown): void {
  const { scheme, tokens } = fieldsOf(value, ['scheme', 'tokens']);
  if (!(SCHEMES as readonly unknown[]).includes(scheme)) throw problem('question-refused');
  if (typeof tokens !== 'object' || tokens === null || Array.isArray(tokens)) throw problem('question-refused');
  const entries = Object.entries(tokens);
  if (entries.length === 0 || entries.length > EPOCHS) throw problem('question-refused');
  for (const [epoch, token] of entries) {
    matching(epoch, EPOCH);
    matching(token, TOKEN);
  }
}

/**
 * The body of an inquiry, checked by hand: this is the one route where class-validator's 50 microseconds would be a
 * fifth of the answer. The same strictness: no field more, and nothing of the body comes back.
 * @throws Problem `index.question-refused`
 */
export function checkQuestion(body: unknown): Question {
  const several = Object.hasOwn(Object(body) as object, 'parts');
  const fields = fieldsOf(body, several ? ['purpose', 'parts'] : ['purpose', ...PART], ['caseNumber', 'emergency']);
  matching(fields.purpose, CODE);
  if (fields.caseNumber !== undefined) matching(fields.caseNumber, /^[\w-]{1,30}$/);
  const known = fields.emergency === undefined || (EMERGENCY_REASONS as readonly unknown[]).includes(fields.emergency);
  if (!known) throw problem('question-refused');
  const parts = several ? listOf(fields.parts, KINDS.length).map((part) => fieldsOf(part, PART)) : [fields];
  let subjects = 0;
  for (const part of parts) subjects += checkPart(part);
  const kinds = new Set(parts.map(({ kind }) => kind));
  if (subjects > SUBJECTS || kinds.size !== parts.length) throw problem('question-refused');
  return {
    purpose: fields.purpose,
    caseNumber: fields.caseNumber,
    emergency: fields.emergency,
    parts: parts as unknown as QuestionPart[],
  } as Question;
}

/** Returns how many subjects it has. */
function checkPart({ ticket, kind, subjects }: Fields): number {
  matching(ticket, TICKET);
  if (!(KINDS as readonly unknown[]).includes(kind)) throw problem('question-refused');
  const list = listOf(subjects, SUBJECTS);
  for (const subject of list) for (const line of listOf(fieldsOf(subject, ['lines']).lines, LINES)) checkLine(line);
  return list.length;
}

@Injectable()
export class StrictQuestion implements PipeTransform<unknown, Question> {
  transform(body: unknown): Question {
    return checkQuestion(body);
  }
}
