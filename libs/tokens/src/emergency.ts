/** Why somebody opens, in an emergency, what is otherwise mediated. Codes; their words are the client's. */
export const EMERGENCY_REASONS = ['life-in-danger', 'child-in-danger', 'violence-now', 'fire-or-collapse'] as const;
export type EmergencyReason = (typeof EMERGENCY_REASONS)[number];

/** Subjects that one emergency is about, at most. */
export const MOST_IN_EMERGENCY = 5;
