import type { Chat, Message } from '@vestnik/sdk';
import { useMessageActions, useSession } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { ChartBarBig } from 'lucide-react';
import { Suspense, useMemo, useState, type ReactNode } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import type { MenuItem } from '../../menu/index.ts';
import { useChatPolicy } from '../policy/index.ts';
import { ConversationSlotsProvider, type ConversationSlots } from '../slots/index.ts';
import { menuStrings } from './menuStrings.ts';

const PollCard = lazyPart(() => import('./PollCard.tsx'));
const NewPollDialog = lazyPart(() => import('./NewPollDialog.tsx'));
const VotersDialog = lazyPart(() => import('./VotersDialog.tsx'));

interface PollSlotsProps {
  /** Null until it is loaded. */
  chat: Chat | null;
  children: ReactNode;
}

/** Draws the polls of a conversation, begins new ones and closes them. */
export function PollSlots({ chat, children }: PollSlotsProps) {
  const [isAsking, setAsking] = useState(false);
  const [shown, setShown] = useState<Message | null>(null);
  const slots = usePollSlots(chat, setShown, setAsking);
  return (
    <ConversationSlotsProvider value={slots}>
      {children}
      <Suspense>
        {isAsking && chat !== null ? (
          <NewPollDialog
            chatId={chat.id}
            onClose={() => {
              setAsking(false);
            }}
          />
        ) : null}
        {shown === null ? null : (
          <VotersDialog
            message={shown}
            onClose={() => {
              setShown(null);
            }}
          />
        )}
      </Suspense>
    </ConversationSlotsProvider>
  );
}

function usePollSlots(
  chat: Chat | null,
  onVoters: (message: Message) => void,
  onAsk: (isAsking: true) => void,
): ConversationSlots {
  const t = useStrings(menuStrings);
  const { user } = useSession();
  const { closePoll } = useMessageActions();
  const { polls: hasPolls = false } = useChatPolicy();
  const userId = user?.id ?? null;
  const canWrite = chat?.me.can.includes('send') ?? false;
  const role = chat?.type === 'group' ? chat.me.role : null;
  const manages = role === 'owner' || role === 'admin';
  return useMemo(
    () => ({
      renderText: (message, original) =>
        message.poll === null ? (
          original
        ) : (
          <Suspense fallback={original}>
            <PollCard
              message={message}
              poll={message.poll}
              canVote={canWrite}
              onVoters={onVoters}
            />
          </Suspense>
        ),
      attachItems: () => {
        const ask = () => {
          onAsk(true);
        };
        return hasPolls ? [askItem(t.newPoll, ask)] : [];
      },
      // Not for who only reads, or each message would have an empty menu.
      ...(canWrite && {
        messageActions: (message: Message): readonly MenuItem[] => {
          const mayClose = message.author_id === userId || manages;
          if (message.poll?.closed_at !== null || !mayClose) return [];
          const close = () => {
            closePoll(message).catch(() => undefined);
          };
          return [{ key: 'close-poll', label: t.closePoll, onSelect: close }];
        },
      }),
    }),
    [t, userId, canWrite, manages, hasPolls, onVoters, onAsk, closePoll],
  );
}

function askItem(label: string, onSelect: () => void): MenuItem {
  return { key: 'poll', label, icon: <ChartBarBig size={18} />, onSelect };
}
