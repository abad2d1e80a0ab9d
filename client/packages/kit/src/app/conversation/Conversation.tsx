import type { Message } from '@vestnik/sdk';
import { useChat, useSession } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense, useEffect, useEffectEvent, useMemo, useState, type ReactNode } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import { FileDropZone } from '../../composer/index.ts';
import { ClientFiles } from '../ClientFiles.tsx';
import { PollSlots } from '../polls/index.ts';
import { useConversationSlots } from '../slots/index.ts';
import { ComposerContainer } from './composer/ComposerContainer.tsx';
import { SendingDelay } from './composer/SendingDelay.tsx';
import styles from './Conversation.module.css';
import { ConversationBody } from './ConversationBody.tsx';
import { ConversationHeaderContainer } from './header/ConversationHeaderContainer.tsx';
import {
  canDelete,
  EMPTY_VIEW,
  useConversationView,
  type ConversationView,
} from './conversationView.ts';
import { isChatInaccessible } from './errorReason.ts';
import { LogSkeleton } from './timeline/LogSkeleton.tsx';
import { WithoutDeleted, type MessageFilter } from './timeline/MessageFilter.tsx';
import { messagesOf } from './messagesOf.ts';
import { isEditable } from './messages/menuHandlers.ts';
import { useWaitingFiles } from './composer/startMessage.ts';
import { strings } from './strings.ts';
import { useComposition, type Composition } from './composer/useComposition.ts';
import { useJumps, type Jumps } from './jumps/useJumps.ts';
import { SelectionContext, useSelection, type Selection } from './selection/useSelection.ts';

const Pinned = lazyPart(() => import('./header/Pinned.tsx'));
const DateDialog = lazyPart(() => import('./jumps/DateDialog.tsx'));
const SelectionActions = lazyPart(() => import('./selection/selectionPart.ts'));

export interface ConversationProps {
  chatId: number;
  /** In front of the title; absent: the link back to the list, where the list is covered. */
  back?: ReactNode;
  /** Behind the title: controls of the application. */
  headerActions?: ReactNode;
  /** Under the header. */
  notice?: ReactNode;
  /** Instead of the log of a chat without messages. */
  emptyState?: ReactNode;
  /** Instead of the composer, where the user cannot write. */
  readOnlyNote?: ReactNode;
  /** Chooses and changes the messages that are shown; absent: deleted ones are hidden. */
  messageFilter?: MessageFilter;
}

/** One chat: its members, its messages, and the composer. */
export function Conversation(props: ConversationProps) {
  // Remounted for another chat, so that no draft, divider or scroll position remains.
  return (
    <ClientFiles>
      <OpenConversation key={props.chatId} {...props} />
    </ClientFiles>
  );
}

function OpenConversation(props: ConversationProps) {
  const { chatId, back, messageFilter: Filter = WithoutDeleted } = props;
  const open = useOpenChat(chatId);
  const { user, chat, isPending, isFetched, timeline, composition, jumps, known, view } = open;
  const slots = useConversationSlots();
  const selection = useSelection(messagesOf(timeline));
  const takeWaitingFiles = useWaitingFiles(chatId);
  /** The day to begin with while another one is chosen. */
  const [dateFrom, setDateFrom] = useState<string | null>(null);

  return (
    <SelectionContext.Provider value={selection}>
      <PollSlots chat={chat}>
        <FileDropZone className={styles['dropZone']} takeWaiting={takeWaitingFiles}>
          <section className={styles['conversation']} aria-label={view?.title}>
            <ConversationHeaderContainer
              userId={user?.id ?? null}
              chat={open.isInaccessible ? null : chat}
              view={view}
              back={back}
              actions={props.headerActions ?? (chat && slots.headerActions?.(chat))}
              onDate={setDateFrom}
            />
            {props.notice}
            {known !== null && chat !== null && chat.pins.length > 0 ? (
              <Suspense>
                <Pinned chat={chat} onJump={jumps.jumpTo} />
              </Suspense>
            ) : null}
            <Suspense fallback={<LogSkeleton />}>
              <Filter chatId={chatId} timeline={timeline}>
                {(shown) => (
                  <ConversationBody
                    key={jumps.key}
                    chatId={chatId}
                    // Only the chat knows how much was unread.
                    timeline={isPending ? { ...shown, status: 'pending', isPending } : shown}
                    isLive={isFetched && timeline.isFetched}
                    isInaccessible={open.isInaccessible}
                    view={view ?? EMPTY_VIEW}
                    unreadCount={isFetched ? (chat?.unread_count ?? 0) : 0}
                    composition={composition}
                    pinnedIds={chat?.pins.map(({ message_id }) => message_id) ?? []}
                    jumps={jumps}
                    emptyState={props.emptyState ?? (chat && slots.emptyState?.(chat))}
                    onDate={setDateFrom}
                  />
                )}
              </Filter>
            </Suspense>
            <SendingDelay chatId={chatId} />
            {composition.parts && <composition.parts.Scheduled {...open} />}
            <Bottom open={open} selection={selection} readOnlyNote={props.readOnlyNote} />
            <DateChoice chatId={chatId} from={dateFrom} jumps={jumps} onFrom={setDateFrom} />
          </section>
        </FileDropZone>
      </PollSlots>
    </SelectionContext.Provider>
  );
}

interface DateChoiceProps {
  chatId: number;
  /** Null while no day is chosen. */
  from: string | null;
  jumps: Jumps;
  onFrom: (from: null) => void;
}

function DateChoice({ chatId, from, jumps, onFrom }: DateChoiceProps) {
  if (from === null) return null;
  return (
    <Suspense>
      <DateDialog
        chatId={chatId}
        from={from}
        jumps={jumps}
        onClose={() => {
          onFrom(null);
        }}
      />
    </Suspense>
  );
}

interface BottomProps {
  open: ReturnType<typeof useOpenChat>;
  selection: Selection;
  readOnlyNote: ReactNode;
}

/** Below the messages: the actions for selected ones, the composer, or why there is none. */
function Bottom({ open, selection, readOnlyNote }: BottomProps) {
  const { chat, known, view, composition, jumps } = open;
  if (selection.messages !== null && view !== null) {
    return (
      <Suspense>
        <SelectionActions
          selected={selection.messages}
          selection={selection}
          canForward={view.can.has('send')}
          canDelete={(message) => canDelete(view, message)}
        />
      </Suspense>
    );
  }
  if (chat !== null && view?.can.has('send') === true) {
    return (
      <ComposerContainer
        view={view}
        chat={chat}
        composition={composition}
        onEditLast={() => {
          editLast(jumps, view, composition);
        }}
      />
    );
  }
  return known === null ? null : (readOnlyNote ?? <ReadOnlyNote />);
}

/** The chat, its loaded messages, and what is being written. */
function useOpenChat(chatId: number) {
  const { user } = useSession();
  const { data: chat = null, isPending, isFetched, error } = useChat(chatId);
  const composition = useComposition(chatId);
  const jumps = useJumps(chatId, composition.sentCount);
  const { timeline } = jumps;
  useEditOfDeleted(composition, messagesOf(timeline));
  const isInaccessible = [timeline.error, error].some(
    (one) => one !== null && isChatInaccessible(one),
  );
  const known = useConversationView(isInaccessible ? null : chat);
  const view = useShownView(known, isPending || isInaccessible);
  return {
    user,
    chat,
    isPending,
    isFetched,
    timeline,
    composition,
    jumps,
    isInaccessible,
    known,
    view,
  };
}

/** Ends the edit of a message that was deleted meanwhile. */
function useEditOfDeleted(
  { editing, abandonEdit }: Composition,
  messages: readonly Message[],
): void {
  const isDeleted = messages.some((one) => one.id === editing?.id && one.deleted_at !== null);
  const abandon = useEffectEvent(abandonEdit);
  useEffect(() => {
    if (isDeleted) abandon();
  }, [isDeleted]);
}

function ReadOnlyNote() {
  const t = useStrings(strings);
  return <p className={styles['readOnly']}>{t.readOnly}</p>;
}

/** The view of the chat, or of one that cannot be read yet; null while it is loading. */
function useShownView(known: ConversationView | null, isHidden: boolean): ConversationView | null {
  const t = useStrings(strings);
  const unknown = useMemo(() => ({ ...EMPTY_VIEW, title: t.unknownChat }), [t]);
  return known ?? (isHidden ? null : unknown);
}

function editLast({ timeline }: Jumps, view: ConversationView, { edit }: Composition): void {
  if (!view.can.has('edit')) return;
  const last = messagesOf(timeline).findLast((message) => isEditable(message, view.ownId));
  if (last !== undefined) edit(last);
}
