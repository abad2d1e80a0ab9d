import type { RealmPolicy } from '@vestnik/sdk';
import { usePolicy } from '@vestnik/sdk/react';
import { createContext, useContext, useMemo, type ReactNode } from 'react';

const NO_CHANGES: Partial<RealmPolicy> = {};
const PolicyContext = createContext(NO_CHANGES);

interface ChatPolicyProviderProps {
  /** What the application offers otherwise than the realm. Keep it the same object. */
  value: Partial<RealmPolicy>;
  children: ReactNode;
}

/** Changes what is offered: an application may offer less than its realm. */
export function ChatPolicyProvider({ value, children }: ChatPolicyProviderProps) {
  return <PolicyContext.Provider value={value}>{children}</PolicyContext.Provider>;
}

/** What the realm of the client allows, as the application has changed it. */
export function useChatPolicy(): RealmPolicy {
  const { policy } = usePolicy();
  const changes = useContext(PolicyContext);
  return useMemo(() => ({ ...policy, ...changes }), [policy, changes]);
}
