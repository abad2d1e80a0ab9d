import { useSession } from '@vestnik/sdk/react';

import { AllChats } from './AllChats.tsx';
import { OwnChats } from './OwnChats.tsx';

/** The column of chats: one's own, or for an admin all there are. */
export function ChatList() {
  const { user } = useSession();
  if (!user) return null;
  return user.role === 'admin' ? <AllChats /> : <OwnChats userId={user.id} />;
}
