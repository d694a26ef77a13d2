import type { Notice } from '#client/node';
import { cliProblem } from './problems';

/** The options that say whether the resident was told (article 14 AVG). */
export interface NoticeOptions {
  readonly notice: Notice['state'];
  readonly ground?: string;
  readonly reviewOn?: string;
}

/** @throws Problem `cli.not-a-date` */
export function noticeOf({ notice, ground, reviewOn }: NoticeOptions): Notice {
  if (reviewOn !== undefined && !isDate(reviewOn)) throw cliProblem('not-a-date');
  return {
    state: notice,
    ...(ground === undefined ? {} : { ground }),
    ...(reviewOn === undefined ? {} : { reviewOn }),
  };
}

/** YYYY-MM-DD, a day that exists. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
