import type { Member } from '@vestnik/sdk';
import { useChat, useSession } from '@vestnik/sdk/react';
import { FileDropZone } from '@vestnik/kit/composer';
import { useText } from '@vestnik/ui/i18n';
import { lazy, Suspense, useMemo } from 'react';

import { Composer } from './Composer.tsx';
import styles from './Conversation.module.css';
import { ConversationBody } from './ConversationBody.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { EMPTY_VIEW, useConversationView, type ConversationView } from './conversationView.ts';
import { DeletedSwitch, useShownMessages } from './deletedMessages.tsx';
import { isChatInaccessible } from './errorReason.ts';
import { isEditable } from './menuHandlers.ts';
import { strings } from './strings.ts';
import { useComposition, type Composition } from './useComposition.ts';
import { useJumps, type Jumps } from './useJumps.ts';

const Pinned = lazy(() => import('./Pinned.tsx'));

/** One chat: its members, its messages, and the composer. */
export function Conversation({ chatId }: { chatId: number }) {
  // By the key no draft, divider or scroll position of one chat appears in another.
  return <OpenConversation key={chatId} chatId={chatId} />;
}

const NO_MEMBERS: readonly Member[] = [];

function OpenConversation({ chatId }: { chatId: number }) {
  const { user } = useSession();
  const { chat, isLoading, isCopy, error } = useChat(chatId);
  const composition = useComposition(user?.id ?? null, chatId);
  const jumps = useJumps(chatId, composition.sentCount);
  const { timeline } = jumps;
  const isInaccessible = [timeline.error, error].some(
    (one) => one !== null && isChatInaccessible(one),
  );
  const known = useConversationView(isInaccessible ? null : chat);
  const view = useShownView(known, isLoading || isInaccessible);
  const { shown, showsDeleted, setShowsDeleted } = useShownMessages(chatId, timeline);
  const canSend = view?.can.has('send') ?? false;
  const readsDeleted = user?.role === 'admin' && chat !== null && chat.me.role === null;

  return (
    <FileDropZone className={styles['dropZone']}>
      <section className={styles['conversation']} aria-label={view?.title}>
        <ConversationHeader
          userId={user?.id ?? null}
          chat={isInaccessible ? null : chat}
          view={view}
        >
          {readsDeleted ? <DeletedSwitch isOn={showsDeleted} onChange={setShowsDeleted} /> : null}
        </ConversationHeader>
        {known !== null && chat !== null && chat.pinned_message_ids.length > 0 ? (
          <Suspense>
            <Pinned chat={chat} onJump={jumps.jumpTo} />
          </Suspense>
        ) : null}
        <ConversationBody
          // Its own log for each way of reading: one is not a later state of the other.
          key={`${showsDeleted} ${jumps.key}`}
          chatId={chatId}
          // Only the chat knows how much was unread.
          timeline={isLoading ? { ...shown, isLoading: true } : shown}
          isLive={!isCopy && chat !== null && timeline.isLoaded}
          isInaccessible={isInaccessible}
          view={view ?? EMPTY_VIEW}
          unreadCount={isCopy ? 0 : (chat?.unread_count ?? 0)}
          composition={composition}
          pinnedIds={chat?.pinned_message_ids ?? []}
          jumps={jumps}
        />
        {canSend && view ? (
          <Composer
            view={view}
            members={chat?.members ?? NO_MEMBERS}
            composition={composition}
            chatId={chatId}
            onEditLast={() => {
              editLast(jumps, view, composition);
            }}
          />
        ) : null}
        <ReadOnlyNote isShown={known !== null && !canSend} />
      </section>
    </FileDropZone>
  );
}

function ReadOnlyNote({ isShown }: { isShown: boolean }) {
  const t = useText(strings);
  return isShown ? <p className={styles['readOnly']}>{t.readOnly}</p> : null;
}

/** The view of the chat, or of one that cannot be read yet; null while it is loading. */
function useShownView(known: ConversationView | null, isHidden: boolean): ConversationView | null {
  const t = useText(strings);
  const unknown = useMemo(() => ({ ...EMPTY_VIEW, title: t.somebody }), [t]);
  return known ?? (isHidden ? null : unknown);
}

function editLast({ timeline }: Jumps, view: ConversationView, { edit }: Composition): void {
  if (!view.can.has('edit')) return;
  const last = timeline.messages.findLast((message) => isEditable(message, view.ownId));
  if (last !== undefined) edit(last);
}
