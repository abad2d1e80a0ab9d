import { useCallback } from 'react';

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
  const signIn = useCallback(
    (email: string, password: string) => client.session.signIn(email, password),
    [client],
  );
  const signOut = useCallback(() => client.signOut(), [client]);
  const changeAccount = useCallback(
    (changes: AccountChanges) => client.changeAccount(changes),
    [client],
  );
  const setPicture = useCallback((image: Blob) => client.setPicture(image), [client]);
  return { ...session, signIn, signOut, changeAccount, setPicture };
}
