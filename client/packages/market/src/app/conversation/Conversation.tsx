import { FileDropZone } from '@vestnik/kit/composer';
import {
  messagesOf,
  useJumpsTo,
  useSelection,
  type Jumps,
  type Selection,
} from '@vestnik/kit/headless';
import { lazyPart } from '@vestnik/kit/lazyPart';
import type { Attachment, Chat, Message } from '@vestnik/sdk';
import { useChat, useMessages, useSession } from '@vestnik/sdk/react';
import { CopyNote, EmptyState, ErrorMessage, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Suspense, useMemo, useReducer, useState } from 'react';

import { useChatNames } from '../MarketContext.tsx';
import { Notice } from '../Notice.tsx';
import { strings, useErrorText } from '../strings.ts';
import styles from './Conversation.module.css';
import { ConversationHeader, type Leave } from './ConversationHeader.tsx';
import { MessageComposer } from './MessageComposer.tsx';
import { MessageList } from './MessageList.tsx';
import { LazyOverlay } from './LazyOverlay.tsx';
import type { Overlay } from './Overlays.tsx';
import { useComposition, type Composition } from './useComposition.ts';
import { isInaccessible, useProblem, type Problem } from './useProblem.ts';

const SelectionActions = lazyPart(() => import('./SelectionActions.tsx'));
const ConversationSearch = lazyPart(() => import('./ConversationSearch.tsx'));

export interface ConversationProps {
  chatId: number;
  /** The message that was jumped to; null: the chat shows its newest messages. */
  messageId: number | null;
  onMessage: (messageId: number | null) => void;
  leave: Leave;
  /** On screen: what arrives is read. */
  isShown: boolean;
  /** The chat was removed from the list. */
  onHidden: () => void;
}

/** An open chat: whom it is with, its messages, and the composer. */
export function Conversation(props: ConversationProps) {
  // No draft or scroll position of one chat appears in another.
  return <OpenConversation key={props.chatId} {...props} />;
}

function OpenConversation(props: ConversationProps) {
  const open = useOpenConversation(props);
  const { chat, ownId, composition, problem, noticeKey, setNotice } = open;
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [isSearching, setIsSearching] = useState(false);
  return (
    <FileDropZone className={styles['dropZone']}>
      <section className={styles['conversation']} aria-label={titleOf(chat, ownId)}>
        <ConversationHeader
          chat={chat}
          ownId={ownId}
          leave={props.leave}
          isSearchOpen={isSearching}
          onToggleSearch={() => {
            setIsSearching(!isSearching);
          }}
          onHidden={props.onHidden}
          onNotice={setNotice}
        />
        <Notice key={noticeKey} text={problem.text} isQuiet={problem.isQuiet} />
        {isSearching ? (
          <Search
            open={open}
            onClose={() => {
              setIsSearching(false);
            }}
          />
        ) : null}
        <Body
          open={open}
          isShown={props.isShown}
          onOverlay={(opened) => {
            setNotice(null);
            setOverlay(opened);
          }}
        />
        <Foot open={open} />
        {overlay === null || chat === null ? null : (
          <LazyOverlay
            overlay={overlay}
            chat={chat}
            ownId={ownId}
            onReply={composition.reply}
            onSelect={open.selection.start}
            onOpen={setOverlay}
            onNotice={setNotice}
            onClose={(closed) => {
              // A menu that gives the focus back closes once more, when it may have opened a dialog.
              setOverlay((current) => (current?.kind === closed ? null : current));
            }}
          />
        )}
      </section>
    </FileDropZone>
  );
}

interface Open {
  /** With the names that are shown. */
  readonly chat: Chat | null;
  readonly ownId: number | null;
  /** There is no such chat for this user. */
  readonly isGone: boolean;
  readonly composition: Composition;
  readonly jumps: Jumps;
  readonly selection: Selection;
  readonly problem: Problem;
  readonly noticeKey: number;
  readonly setNotice: (text: string | null) => void;
}

function useOpenConversation({ chatId, messageId, onMessage }: ConversationProps): Open {
  const { data: chat = null, error } = useChat(chatId);
  const ownId = useSession().user?.id ?? null;
  const { named } = useChatNames();
  const shown = useMemo(() => (chat === null ? null : named(chat)), [chat, named]);
  const pendingCount = useMessages(chatId).pending.length;
  const composition = useComposition(chatId, pendingCount);
  const { sentCount } = composition;
  const jumps = useJumpsTo({ chatId, targetId: messageId, onTarget: onMessage, sentCount });
  const { timeline } = jumps;
  const selection = useSelection(messagesOf(timeline));
  const [notice, setNotice] = useReducer(say, { text: null, key: 0 });
  return {
    chat: shown,
    ownId,
    isGone: [error, timeline.error].some(isInaccessible),
    composition,
    jumps,
    selection,
    problem: useProblem(jumps, error, composition, notice.text),
    noticeKey: notice.key,
    setNotice,
  };
}

/** Under the messages: what may be done with the selected ones, or the composer. */
function Foot({ open }: { open: Open }) {
  const { chat, ownId, isGone, composition, selection, setNotice } = open;
  if (chat === null) return null;
  if (selection.messages !== null) {
    return (
      <Suspense>
        <SelectionActions chat={chat} ownId={ownId} selection={selection} />
      </Suspense>
    );
  }
  return isGone ? null : (
    <MessageComposer
      chat={chat}
      ownId={ownId}
      composition={composition}
      onSend={(message) => {
        setNotice(null);
        composition.send(message);
      }}
    />
  );
}

function Search({ open: { chat, jumps }, onClose }: { open: Open; onClose: () => void }) {
  return chat === null ? null : (
    <Suspense>
      <ConversationSearch
        chat={chat}
        onOpen={(messageId) => {
          onClose();
          jumps.jumpTo(messageId);
        }}
        onClose={onClose}
      />
    </Suspense>
  );
}

interface BodyProps {
  open: Open;
  isShown: boolean;
  onOverlay: (overlay: Overlay) => void;
}

/** Between the header and the composer. */
function Body({ open, isShown, onOverlay }: BodyProps) {
  const { chat, isGone, jumps } = open;
  const { timeline } = jumps;
  const t = useStrings(strings);
  const errorText = useErrorText();
  const isEmpty = messagesOf(timeline).length + timeline.pending.length === 0;
  if (isGone) {
    return (
      <div className={styles['state']} role="alert">
        <EmptyState title={t.unavailable} />
      </div>
    );
  }
  if (isEmpty && timeline.error !== null) {
    return (
      <div className={styles['state']}>
        <ErrorMessage onRetry={timeline.refetch}>{errorText(timeline.error)}</ErrorMessage>
      </div>
    );
  }
  if (chat === null || timeline.isPending) {
    return (
      <div className={styles['state']} role="status" aria-label={t.loading}>
        <Spinner />
      </div>
    );
  }
  return (
    <>
      {timeline.isCopy ? <CopyNote onRetry={timeline.refetch} /> : null}
      {isEmpty ? (
        <div className={styles['state']}>
          <EmptyState title={t.empty}>{t.emptyHint}</EmptyState>
        </div>
      ) : (
        <MessageList
          // Another part of the history opens at its target.
          key={jumps.key}
          chat={chat}
          ownId={open.ownId}
          jumps={jumps}
          selection={open.selection}
          isShown={isShown}
          sentCount={open.composition.sentCount}
          onMenu={(message, place) => {
            onOverlay({ kind: 'menu', message, place });
          }}
          onOpenPicture={(image) => {
            onOverlay({ kind: 'picture', image, images: picturesOf(messagesOf(timeline)) });
          }}
        />
      )}
    </>
  );
}

/** What became of an action, until something else is done. */
interface Said {
  readonly text: string | null;
  /** Names its element: the same words again are said again. */
  readonly key: number;
}

function say({ key }: Said, text: string | null): Said {
  return { text, key: key + 1 };
}

/** All pictures of the loaded messages, in their order. */
function picturesOf(messages: readonly Message[]): readonly Attachment[] {
  return messages.flatMap(({ attachments }) => attachments);
}

function titleOf(chat: Chat | null, ownId: number | null): string | undefined {
  return chat?.members.find(({ user }) => user.id !== ownId)?.user.name;
}
