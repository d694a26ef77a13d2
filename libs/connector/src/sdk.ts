import type { Raakvlak } from '#client/node';

/** What a delivery needs of the SDK. */
export type DeliveryClient = Pick<
  Raakvlak,
  'epochs' | 'teams' | 'registerAll' | 'renewAll' | 'withdrawAll' | 'withdrawTeam' | 'moved' | 'heartbeat'
>;
