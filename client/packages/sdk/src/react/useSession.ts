import { useCallback, useSyncExternalStore } from 'react';

import type { SessionState } from '../index.ts';
import { useClient } from './context.ts';

export type UseSession = SessionState & {
  /** Rejects with a `VestnikError`. */
  readonly signIn: (email: string, password: string) => Promise<void>;
  /** Forgets unsent messages too. Rejects with a `VestnikError`. */
  readonly signOut: () => Promise<void>;
};

/** Who is signed in. */
export function useSession(): UseSession {
  const client = useClient();
  const { state } = client.session;
  const session = useSyncExternalStore(state.subscribe, state.get);
  const signIn = useCallback(
    (email: string, password: string) => client.session.signIn(email, password),
    [client],
  );
  const signOut = useCallback(() => client.signOut(), [client]);
  return { ...session, signIn, signOut };
}
