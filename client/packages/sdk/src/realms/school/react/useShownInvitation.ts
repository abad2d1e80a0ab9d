import { useEffect, useReducer, useState } from 'react';

import { toVestnikError, type VestnikError } from '../../../index.ts';
import { useFetchResult, type FetchResult } from '../../../react/result.ts';
import type { ShownInvitation } from '../accounts/index.ts';
import { useAccountRequests } from './useAccountRequests.ts';

/** What an invitation's link shows before a log-in; without TanStack Query. */
export function useShownInvitation(token: string): FetchResult<ShownInvitation> {
  const { links } = useAccountRequests();
  const [attempt, refetch] = useReducer((count: number) => count + 1, 0);
  const [invitation, setInvitation] = useState<ShownInvitation>();
  const [error, setError] = useState<VestnikError | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      try {
        const found = await links.lookUpInvitation(token);
        if (!isCurrent) return;
        setInvitation(found);
        setError(null);
      } catch (reason) {
        if (isCurrent) setError(toVestnikError(reason));
      }
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [links, token, attempt]);
  return useFetchResult({ data: invitation, error, isCopy: false, refetch });
}
