import type { Adapter, AdapterPayload } from 'oidc-provider';

const MOST = 50_000;

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/**
 * Sign-ins under way, sessions and refresh tokens, in memory: after a restart everybody chooses a person again.
 * The library's own store forgets sign-ins after a thousand entries, which a load test reaches in a minute.
 */
export function memoryStorage(): (model: string) => Adapter {
  const all = new Map<string, Kept>();
  const uids = new Map<string, string>();
  const remove = (key: string) => {
    const uid = all.get(key)?.payload.uid;
    if (uid !== undefined && uids.get(uid) === key) uids.delete(uid);
    all.delete(key);
  };
  const find = (key: string): AdapterPayload | undefined => {
    const kept = all.get(key);
    if (kept !== undefined && kept.until > Date.now()) return kept.payload;
    remove(key);
    return undefined;
  };
  const put = (key: string, payload: AdapterPayload, until: number) => {
    remove(key);
    all.set(key, { payload, until });
    if (key.startsWith('Session:') && payload.uid !== undefined) uids.set(payload.uid, key);
    const [oldest] = all.keys();
    if (all.size > MOST && oldest !== undefined) remove(oldest);
  };

  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      put(`${model}:${id}`, payload, expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000);
    },
    find: async (id) => find(`${model}:${id}`),
    findByUid: async (uid) => {
      const key = uids.get(uid);
      return key?.startsWith(`${model}:`) ? find(key) : undefined;
    },
    // The device flow is switched off.
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const kept = all.get(`${model}:${id}`);
      if (kept !== undefined) kept.payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => remove(`${model}:${id}`),
    revokeByGrantId: async (grantId) => {
      // Of this model alone: a choice that is under way names a grant as well, and must survive its end.
      const ended = [...all].filter(([key, { payload }]) => key.startsWith(`${model}:`) && payload.grantId === grantId);
      for (const [key] of ended) remove(key);
    },
  });
}
