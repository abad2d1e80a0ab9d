import type { Message } from '@vestnik/sdk';
import { useChatActions, useMessageActions, useSend, type UseMessages } from '@vestnik/sdk/react';
import { Suspense, useContext, useEffect, useMemo, useReducer, useRef, useState } from 'react';

import { lazyPart } from '../../../lazyPart.ts';
import { useConversationSlots } from '../../slots/index.ts';
import type { Composition } from '../composer/useComposition.ts';
import styles from '../Conversation.module.css';
import type { ConversationView } from '../conversationView.ts';
import { messagesOf } from '../messagesOf.ts';
import { LogSkeleton } from './LogSkeleton.tsx';
import type { MessageActions } from '../messages/MessageItemContainer.tsx';
import { MessageLog } from './MessageLog.tsx';
import type { Overlay } from '../messages/MessageOverlays.tsx';
import type { Jumps } from '../jumps/useJumps.ts';
import { SelectionContext } from '../selection/useSelection.ts';
import { useUnreadDivider } from './useUnreadDivider.ts';

const MessageOverlays = lazyPart(() => import('../messages/MessageOverlays.tsx'));

export interface ConversationLogProps {
  chatId: number;
  timeline: UseMessages;
  view: ConversationView;
  unreadCount: number;
  composition: Composition;
  pinnedIds: readonly number[];
  jumps: Jumps;
  /** A day was clicked: the user wants to see another one. */
  onDate: (date: string) => void;
}

/** The log as soon as it is known where to open it, and the menu and dialogs over it. */
export function ConversationLog(props: ConversationLogProps) {
  const { chatId, timeline, view, unreadCount, composition, jumps } = props;
  const shownUnread = jumps.targetId === null ? unreadCount : 0;
  const divider = useUnreadDivider(timeline, view.ownId, shownUnread);
  const { markedFrom, markUnread } = useMarkedUnread(chatId);
  const selection = useContext(SelectionContext);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const { container, requestRefocus } = useRefocus();
  const actions = useLogActions(chatId, view, {
    setOverlay,
    onJump: jumps.jumpTo,
    onDate: props.onDate,
    requestRefocus,
  });

  if (!divider.isKnown) return <LogSkeleton />;
  const close = () => {
    setOverlay(null);
  };
  // A menu that gives the focus back closes once more: by then it may have opened a dialog.
  const closeMenu = () => {
    setOverlay((current) => (current?.kind === 'menu' ? null : current));
  };
  return (
    <div ref={container} className={styles['log']}>
      <MessageLog
        chatId={chatId}
        timeline={timeline}
        view={view}
        // Sending marks the chat read.
        unreadFrom={composition.sentCount > 0 ? null : (markedFrom ?? divider.id)}
        sentCount={composition.sentCount}
        jumps={jumps}
        actions={actions}
      />
      {overlay ? (
        <Suspense fallback={null}>
          <MessageOverlays
            overlay={overlay}
            messages={messagesOf(timeline)}
            view={view}
            pinnedIds={props.pinnedIds}
            onReply={composition.reply}
            onEdit={composition.edit}
            onSelect={(message) => {
              selection?.start(message);
            }}
            onMarkUnread={markUnread}
            onOpen={setOverlay}
            onClose={overlay.kind === 'menu' ? closeMenu : close}
            onDeleted={() => {
              close();
              requestRefocus();
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

/** Marks the chat unread from a message on, above which the divider stands then. */
function useMarkedUnread(chatId: number) {
  const actions = useChatActions(chatId);
  const [markedFrom, setMarkedFrom] = useState<number | null>(null);
  const markUnread = ({ id }: Message): void => {
    actions.markUnread(id).then(
      () => {
        setMarkedFrom(id);
      },
      // A refusal leaves the chat as it is.
      () => undefined,
    );
  };
  return { markedFrom, markUnread };
}

/** Gives the focus to the log after clicks on buttons that disappear with them, and with the focus. */
function useRefocus() {
  const container = useRef<HTMLDivElement>(null);
  const [requests, requestRefocus] = useReducer((count: number) => count + 1, 0);
  // After the render, when the focused button and the dialog are gone.
  useEffect(() => {
    if (requests === 0) return;
    container.current?.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true });
  }, [requests]);
  return { container, requestRefocus };
}

interface LogCallbacks {
  setOverlay: (overlay: Overlay) => void;
  onJump: (messageId: number, originId: number) => void;
  onDate: (date: string) => void;
  requestRefocus: () => void;
}

function useLogActions(
  chatId: number,
  { can }: ConversationView,
  { setOverlay, onJump, onDate, requestRefocus }: LogCallbacks,
): MessageActions {
  const { retry, discard } = useSend(chatId);
  const { react } = useMessageActions();
  const { messageActions } = useConversationSlots();
  const canAct = can.size > 0 || messageActions !== undefined;
  const canReact = can.has('react');
  return useMemo(
    () => ({
      ...(canAct && {
        onMenu: (message, anchor) => {
          setOverlay({ kind: 'menu', message, anchor });
        },
      }),
      ...(canReact && {
        onReaction: (message, emoji, isAdded) => {
          react(message, emoji, isAdded).catch(() => undefined);
        },
        onAddReaction: (message) => {
          setOverlay({ kind: 'emoji', message });
        },
      }),
      onQuote: (messageId, { id }) => {
        onJump(messageId, id);
      },
      onDate,
      onOpenImage: (images, index) => {
        setOverlay({ kind: 'gallery', images, index });
      },
      onOpenPdf: (file) => {
        setOverlay({ kind: 'pdf', file });
      },
      retry: (clientId) => {
        retry(clientId);
        requestRefocus();
      },
      discard: (clientId) => {
        discard(clientId);
        requestRefocus();
      },
    }),
    [canAct, canReact, discard, onDate, onJump, react, requestRefocus, retry, setOverlay],
  );
}
