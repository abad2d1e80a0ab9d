import { useEffect, useState } from 'react';

import type { VestnikClient } from '../client.ts';
import { createNativeHttp } from '../http/nativeHttp.ts';
import { readBody } from '../http/request.ts';
import type { components } from '../http/wire.ts';
import { useClient } from './context.ts';

/** What a server can do for every user: whether it sends e-mails, and whether people sign in here. */
export type ServerAbilities = components['schemas']['Server'];

const known = new WeakMap<VestnikClient, ServerAbilities>();

/** What the server can do; null until it has answered. It is asked once for a client, without a log-in. */
export function useServer(): ServerAbilities | null {
  const client = useClient();
  const [server, setServer] = useState(known.get(client) ?? null);
  useEffect(() => {
    if (known.has(client)) return;
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const { http, realm } = client;
      const params = { path: { realm } };
      try {
        const answer = await readBody(createNativeHttp(http).GET('/v1/{realm}/server', { params }));
        known.set(client, answer);
        if (isCurrent) setServer(answer);
      } catch {
        // Nothing is hidden: the server refuses what it cannot do.
      }
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [client]);
  return server;
}
