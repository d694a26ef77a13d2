/**
 * oversight: what those who watch over the service are shown.
 *
 * Owns alarms, the signals that raise them, the decoys (canaries) that no honest question touches, and the officer's view
 * of the log. It reads the log behind the questions, with the audit key, and never stands in their way: no signal changes
 * an answer, its size or its work, and without this room every question is answered as before.
 *
 * It holds no name of a resident and no token in the clear. What it stores is sealed under the audit key, so that the
 * administrator of the database can tell neither whom an alarm is about nor which subjects are decoys.
 */
export * from './alarms';
export * from './canaries';
export * from './detect';
export * from './signals';
export * from './follow-up';
export * from './review-cases';
export * from './review-events';
export * from './look-closely';
export * from './search-looks';
