import type { Use } from '#tokens';

/** What an evaluation is asked for (docs/protocol.md). */
export const USES = ['ask', 'register'] as const satisfies readonly Use[];

/** Bytes of a blinded or evaluated element */
export const ELEMENT_BYTES = 32;
