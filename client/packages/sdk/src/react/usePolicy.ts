import { useEffect } from 'react';

import type { PolicyState } from '../policy/policySource.ts';
import { UNKNOWN_POLICY } from '../policy/realmPolicy.ts';
import { useClient } from './context.ts';
import { useStore } from './useStore.ts';

const UNKNOWN: PolicyState = { status: 'unknown', policy: UNKNOWN_POLICY };

/** The policy of the client's realm. It needs no log-in. */
export function usePolicy(): PolicyState {
  const { policy } = useClient();
  useEffect(() => {
    void policy.load();
  }, [policy]);
  return useStore(policy.state, UNKNOWN);
}
