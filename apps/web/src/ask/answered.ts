import type { Inquiry } from '#client/browser';
import type { Subject } from '../worker/reader';

/** A question that was answered. */
export interface Answered {
  readonly inquiry: Inquiry;
  /** In the order of the answers */
  readonly subjects: readonly Subject[];
  readonly purpose: string;
  readonly building: boolean;
  /** Unix milliseconds */
  readonly at: number;
}
