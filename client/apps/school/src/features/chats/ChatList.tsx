import { useSession } from '@vestnik/sdk/react';

import { AdminChats } from './AdminChats.tsx';
import { MemberChats } from './MemberChats.tsx';

/** The column of chats: one's own, or for an admin all there are. */
export function ChatList() {
  const { user } = useSession();
  if (!user) return null;
  return user.role === 'admin' ? <AdminChats user={user} /> : <MemberChats user={user} />;
}
