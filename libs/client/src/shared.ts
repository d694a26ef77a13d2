export type { Answer, Contact, Coverage, Inquiry, Notice, OwnInvolvement, Purpose, Registered, Team } from './answers';
export { requireProtected } from './http';
export { requireCaseNumber, requireCode, requireGround, requireInvolvementId, requireReceipt } from './own-words';
export {
  type AccessTokens,
  type DepartmentSettings,
  type Deployment,
  MOST_SUBJECTS,
  type Question,
  Raakvlak,
  type Registration,
  type TeamSettings,
} from './raakvlak';
