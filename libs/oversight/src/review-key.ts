import type { AuditKeys } from '#accountability';

/**
 * Knows an asker again as the judge of her own emergency. Another key than the log's search column: an event names who
 * asked, and must not tell by its case which records of the log are hers. 16 bytes.
 */
export const reviewKeyOf = (keys: AuditKeys, actor: string): Buffer => keys.markOf(`review|${actor}`);
