import { openRaakvlak, type RaakvlakWithProofs } from '#client/node';
import { CUSTODIAN_AUDIENCE } from './custodian';
import type { Person } from './issuer';
import type { Town } from './town';

/** The SDK as somebody of the town uses it. */
export const sdkOf = (town: Town, person: Person): RaakvlakWithProofs =>
  openRaakvlak(
    {
      index: `http://127.0.0.1:${town.index.port}`,
      custodian: town.custodian.url,
      rootKey: town.office.rootPublicKey,
      demo: true,
    },
    { forIndex: () => town.bearer(person), forCustodian: () => town.bearer(person, CUSTODIAN_AUDIENCE) },
  );
