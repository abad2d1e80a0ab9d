import { ForwardedFrom } from '@vestnik/kit/message';
import { useChats } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';

import { useChatNames } from '../MarketContext.tsx';
import { strings } from '../strings.ts';

interface ForwardedProps {
  authorId: number | null;
  ownId: number | null;
}

/**
 * Who wrote the message that was forwarded; loaded with the first one. Only those with whom the reader
 * has a chat are named: others of the shop are strangers.
 */
export default function Forwarded({ authorId, ownId }: ForwardedProps) {
  const t = useStrings(strings);
  const { named } = useChatNames();
  const { data: chats = [] } = useChats();
  const chat = chats.find(({ members }) => members.some(({ user }) => user.id === authorId));
  const author = chat && named(chat).members.find(({ user }) => user.id === authorId);
  const name = authorId !== null && authorId === ownId ? t.you : author?.user.name;
  return <ForwardedFrom author={name ?? null} isRoving />;
}
