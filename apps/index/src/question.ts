import { Injectable, type PipeTransform } from '@nestjs/common';
import type { Question } from '#involvement';
import { problemsOf } from '#problem';
import { KINDS, SCHEMES } from '#tokens';

const problem = problemsOf('index', {
  'question-refused': {
    status: 400,
    title: 'The question has missing, wrong or unknown fields',
    advice:
      'Send purpose, ticket, kind and subjects as docs/protocol.md describes; tokens are 43 characters base64url.',
  },
});

/** 32 bytes in base64url; the last character carries two unused bits that must be zero. */
export const TOKEN = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
const TICKET = /^[\w-]{1,300}\.[\w-]{1,1000}\.[\w-]{86}$/;
const CODE = /^[a-z][a-z0-9-]{1,49}$/;
const EPOCH = /^[\w.-]{1,32}$/;
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
  const fields = fieldsOf(body, ['purpose', 'ticket', 'kind', 'subjects'], ['caseNumber']);
  matching(fields.purpose, CODE);
  matching(fields.ticket, TICKET);
  if (!(KINDS as readonly unknown[]).includes(fields.kind)) throw problem('question-refused');
  if (fields.caseNumber !== undefined) matching(fields.caseNumber, /^[\w-]{1,30}$/);
  for (const subject of listOf(fields.subjects, SUBJECTS))
    for (const line of listOf(fieldsOf(subject, ['lines']).lines, LINES)) checkLine(line);
  return body as Question;
}

@Injectable()
export class StrictQuestion implements PipeTransform<unknown, Question> {
  transform(body: unknown): Question {
    return checkQuestion(body);
  }
}
