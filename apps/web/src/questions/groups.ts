import type { OwnInquiry } from '#client/browser';

/** One question as somebody asked it, about one or several subjects. */
export interface Group {
  /** Of its first part: stays the same when the list is read again */
  readonly key: string;
  readonly at: string;
  readonly purpose: string;
  readonly outcome: OwnInquiry['outcome'];
  readonly caseNumber?: string;
  /** By kind of subject, in the order in which they came */
  readonly kinds: ReadonlyMap<string, number>;
  /** How many subjects */
  readonly parts: number;
  /** `some`: a part of it was called one by the receipt of its answer */
  readonly mistake: 'no' | 'some' | 'yes';
  /** Ids of the parts that are not called a mistake yet */
  readonly open: readonly string[];
}

/** The log has a record for each subject; people remember questions. What was asked in one go stands together. */
export function groupsOf(inquiries: readonly OwnInquiry[]): readonly Group[] {
  const groups = new Map<string, OwnInquiry[]>();
  for (const one of inquiries) {
    const same = JSON.stringify([one.at, one.purpose, one.outcome, one.caseNumber]);
    groups.set(same, [...(groups.get(same) ?? []), one]);
  }
  return [...groups.values()].map(groupOf);
}

function groupOf(parts: readonly OwnInquiry[]): Group {
  const { id, at, purpose, outcome, caseNumber } = parts[0]!;
  const kinds = new Map<string, number>();
  for (const { kind } of parts) if (kind !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const open = parts.filter(({ mistake }) => !mistake).map((part) => part.id);
  return {
    key: id,
    at,
    purpose,
    outcome,
    ...(caseNumber === undefined ? {} : { caseNumber }),
    kinds,
    parts: parts.length,
    mistake: open.length === 0 ? 'yes' : open.length === parts.length ? 'no' : 'some',
    open,
  };
}

/** 16 bytes base64url: the last character carries four unused bits. */
const RECEIPT = /^[\w-]{21}[AQgw]$/;

/** A receipt as it was copied, with what came along; '' when it cannot be one. */
export function receiptIn(text: string): string {
  const bare = text.replace(/[\s"'.,:]+/g, '');
  const words = text.split(/[\s"',:.]+/).filter((word) => RECEIPT.test(word));
  if (words.length === 1) return words[0]!;
  return words.length === 0 && RECEIPT.test(bare) ? bare : '';
}
