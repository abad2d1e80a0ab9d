import { useSession } from '@vestnik/sdk/react';

import { OwnConversation } from './OwnConversation.tsx';
import { WatchedConversation } from './WatchedConversation.tsx';

/** One chat: who is there, what was said, and where to write. */
export function Conversation({ chatId }: { chatId: number }) {
  const { user } = useSession();
  if (!user) return null;
  // By the key nothing of one chat is left in another: neither draft nor divider nor place.
  return user.role === 'admin' ? (
    <WatchedConversation key={chatId} chatId={chatId} />
  ) : (
    <OwnConversation key={chatId} chatId={chatId} user={user} />
  );
}
