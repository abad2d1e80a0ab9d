import { useMemo } from 'react';

import type { AccountChanges, SessionState } from '../index.ts';
import { useClient } from './context.ts';
import { useStore } from './useStore.ts';

export type UseSession = SessionState & {
  /** Rejects with a `VestnikError`. */
  readonly signIn: (email: string, password: string) => Promise<void>;
  /** Deletes unsent messages too. Rejects with a `VestnikError`. */
  readonly signOut: () => Promise<void>;
  /** Changes the user's name, picture, language or notifications. */
  readonly changeAccount: (changes: AccountChanges) => Promise<void>;
  /** Uploads an image, and makes it the user's picture. Rejects with a `VestnikError`. */
  readonly setPicture: (image: Blob) => Promise<void>;
};

const LOADING: SessionState = { status: 'loading', user: null };

/** The signed-in user. */
export function useSession(): UseSession {
  const client = useClient();
  const session = useStore(client.session.state, LOADING);
  const actions = useMemo(
    () => ({
      signIn: (email: string, password: string) => client.session.signIn(email, password),
      signOut: () => client.signOut(),
      changeAccount: (changes: AccountChanges) => client.changeAccount(changes),
      setPicture: (image: Blob) => client.setPicture(image),
    }),
    [client],
  );
  return useMemo(() => ({ ...session, ...actions }), [session, actions]);
}
