/**
 * involvement: which team is involved with whom, and who may know.
 *
 * Owns registrations behind sealed links, the check of tickets, and the one question of the product: who else is
 * involved? It sees tokens and never identifiers. A stored row says nothing without the storage key; an answer holds
 * contact points only, and only those that the policy opens.
 *
 * The order of a question: purpose and role, ticket, look-up, decision, durable record and budget, answer. It fails closed at each
 * step: a seal that does not open is an alarm and a 503, never "nobody".
 */
export * from './answer';
export {
  type Budgets as IndexBudgets,
  DEFAULT_BUDGETS as DEFAULT_INDEX_BUDGETS,
  POOLS,
  type Pool,
  budgetsIn as indexBudgetsIn,
} from './budgets';
export * from './carry-out';
export * from './case-number';
export * from './collective-addresses';
export * from './emergency';
export * from './entities';
export { RegistrationGrounds, settle } from './enter';
export * from './expire';
export * from './inquire';
export * from './lookup';
export * from './mine';
export * from './practise';
export * from './asking';
export * from './simulate';
export * from './move';
export * from './own-inquiries';
export * from './plan-team-change';
export * from './protocol-state';
export * from './question';
export * from './register';
export * from './register-many';
export * from './registration';
export * from './renew';
export * from './renew-many';
export { InquiryBudgets, officeMeter } from './spending';
export * from './storage-key';
export * from './ticket';
export * from './withdraw';
export * from './withdraw-many';
export * from './withdraw-team';
