import type { Notice, Raakvlak, Registered } from '#client/node';
import type { Identifier } from '#tokens';

export interface RegistrationItem {
  readonly id: string;
  readonly team: string;
  readonly identifier: Identifier;
  readonly caseNumber?: string;
  readonly notice: Notice;
  readonly with?: string;
}

export const MOST_REGISTRATIONS = 100;
export const MOST_CHANGES = 500;

/** What a delivery needs of the SDK. */
export interface DeliveryClient extends Pick<Raakvlak, 'epochs' | 'teams'> {
  registerAll(items: readonly RegistrationItem[]): Promise<readonly Registered[]>;
  renewAll(
    ids: readonly string[],
  ): Promise<readonly { id: string; state: 'renewed' | 'ended' | 'unknown'; expiresOn?: string }[]>;
  withdrawAll(ids: readonly string[]): Promise<readonly { id: string; state: 'withdrawn' | 'unknown' }[]>;
  withdrawTeam(
    team: string,
    registeredBy: 'connection' | 'anyone',
    progress?: (withdrawn: number) => void,
  ): Promise<number>;
  moved(
    id: string,
    to?: { id?: string; identifier: Identifier; caseNumber?: string; notice: Notice },
  ): Promise<{ ended: readonly string[]; registered?: Registered }>;
  heartbeat(department: string, epoch?: string): Promise<void>;
}
