export {
  Access,
  type Account,
  type Cover,
  type CoverToGive,
  type ListedCover,
  type Me,
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
  type OwnInvolvements,
  type Purpose,
  type Registered,
  type Renewal,
  type Team,
  type Withdrawal,
  type Withdrawn,
} from './answers';
export type { CollectiveAddress, CollectiveAddresses, CollectiveAddressesClient } from './collective-addresses';
export {
  type Connection,
  CONNECTION_FILE,
  type ConnectionFile,
  connectionFiles,
  type ConnectionKeyPair,
  isCaseload,
  MOST_CASELOAD,
  namedKey,
  PUBLIC_FILE,
  type PublicConnection,
  publicConnectionFrom,
  thumbprintInput,
} from './connection-files';
export { CONNECTION_STATES, type ConnectionSettings, type ConnectionState, type ListedConnection } from './connections';
export { requireProtected } from './http';
export type { BrokenLook, ListedLook, LogHead, LookDetail, LookFilters, LookPage, Looks } from './looks';
export type { Alarm, Canary, Oversight } from './oversight';
export type { Mistakes, OwnInquiries, OwnInquiry } from './own-inquiries';
export {
  type Closure,
  type ContactSettings,
  type DepartmentSettings,
  type ManagedTeam,
  OrganisationClient,
  type OrganisationOverview,
  type Proposed,
  type TeamAndContact,
  type TeamChange,
  type TeamName,
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
