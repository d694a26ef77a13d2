export {
  Access,
  type Account,
  type Cover,
  type CoverToGive,
  type ListedCover,
  type RightOfRoles,
  type WhoMayWhat,
} from './access';
export {
  type Answer,
  type Contact,
  type Coverage,
  DELIVERY_STATES,
  type DeliveryState,
  type DepartmentCoverage,
  type Inquiry,
  type Moved,
  type Notice,
  type OwnInvolvement,
  type Practice,
  type Purpose,
  type Registered,
  type Renewal,
  type Team,
  type Withdrawal,
  type Withdrawn,
} from './answers';
export { requireProtected } from './http';
export type { BrokenLook, ListedLook, LogHead, LookDetail, LookFilters, LookPage, Looks } from './looks';
export type { Alarm, Canary, Oversight } from './oversight';
export type { Mistakes, OwnInquiries, OwnInquiry } from './own-inquiries';
export {
  type Closure,
  type ContactSettings,
  type DepartmentSettings,
  OrganisationClient,
  type OrganisationOverview,
  type Proposed,
  type TeamChange,
  type TeamSettings,
  PARTS,
  type TeamPart,
} from './organisation';
export { requireCaseNumber, requireCode, requireGround, requireInvolvementId, requireReceipt } from './own-words';
export { PolicyRoom } from './policy';
export { type AccessTokens, type Deployment, Raakvlak } from './raakvlak';
export {
  type HouseholdQuestion,
  MOST_CHANGES,
  MOST_REGISTRATIONS,
  MOST_SUBJECTS,
  type NewAddress,
  type Question,
  type Registration,
  type RegistrationItem,
} from './requests';
export { type Review, type ReviewCase, type ToldEvent, VERDICTS, type Verdict } from './review';
