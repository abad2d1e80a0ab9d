import { FileDropZone } from '@vestnik/kit/composer';
import {
  messagesOf,
  useJumpsTo,
  useMissingTarget,
  useSelection,
  type Jumps,
  type Selection,
} from '@vestnik/kit/headless';
import { lazyPart } from '@vestnik/kit/lazyPart';
import {
  ApiError,
  type Attachment,
  type Chat,
  type Message,
  type VestnikError,
} from '@vestnik/sdk';
import { useChat, useMessages, useSend, useSession } from '@vestnik/sdk/react';
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
import { LazyOverlay, type Overlay } from './LazyOverlay.tsx';
import { useComposition, type Composition } from './useComposition.ts';

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
  const { chatId, messageId, onMessage, leave, isShown, onHidden } = props;
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
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [isSearching, setIsSearching] = useState(false);
  const [notice, setNotice] = useReducer(say, { text: null, key: 0 });
  const problem = useProblem(jumps, error, composition, notice.text);
  const isGone = [error, timeline.error].some(isInaccessible);
  const canSend = shown !== null && !isGone;

  return (
    <FileDropZone className={styles['dropZone']}>
      <section className={styles['conversation']} aria-label={titleOf(shown, ownId)}>
        <ConversationHeader
          chat={shown}
          ownId={ownId}
          leave={leave}
          isSearchOpen={isSearching}
          onToggleSearch={() => {
            setIsSearching(!isSearching);
          }}
          onHidden={onHidden}
          onNotice={setNotice}
        />
        <Notice key={notice.key} text={problem.text} isQuiet={problem.isQuiet} />
        {isSearching && shown !== null ? (
          <Suspense>
            <ConversationSearch
              chat={shown}
              onOpen={(messageId) => {
                setIsSearching(false);
                jumps.jumpTo(messageId);
              }}
              onClose={() => {
                setIsSearching(false);
              }}
            />
          </Suspense>
        ) : null}
        <Body
          chat={shown}
          ownId={ownId}
          isGone={isGone}
          jumps={jumps}
          selection={selection}
          isShown={isShown}
          sentCount={sentCount}
          onOverlay={(opened) => {
            setNotice(null);
            setOverlay(opened);
          }}
        />
        {selection.messages !== null && shown !== null ? (
          <Suspense>
            <SelectionActions chat={shown} ownId={ownId} selection={selection} />
          </Suspense>
        ) : canSend ? (
          <MessageComposer
            chat={shown}
            ownId={ownId}
            composition={composition}
            onSend={(message) => {
              setNotice(null);
              composition.send(message);
            }}
          />
        ) : null}
        {overlay === null || shown === null ? null : (
          <LazyOverlay
            overlay={overlay}
            chat={shown}
            ownId={ownId}
            onReply={composition.reply}
            onSelect={selection.start}
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

interface BodyProps {
  chat: Chat | null;
  ownId: number | null;
  /** There is no such chat for this user. */
  isGone: boolean;
  jumps: Jumps;
  selection: Selection;
  isShown: boolean;
  sentCount: number;
  onOverlay: (overlay: Overlay) => void;
}

/** Between the header and the composer. */
function Body({ isGone, onOverlay, ...log }: BodyProps) {
  const { chat, jumps } = log;
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
          {...log}
          chat={chat}
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

interface Problem {
  readonly text: string | null;
  readonly isQuiet: boolean;
}

/** The most important thing to say above the messages. */
function useProblem(
  { timeline, targetId }: Jumps,
  chatError: VestnikError | null,
  { isFull, chatId, hasPending }: Composition,
  notice: string | null,
): Problem {
  const t = useStrings(strings);
  const errorText = useErrorText();
  const { error: delay } = useSend(chatId);
  const isTargetMissing = useMissingTarget(timeline, targetId);
  const error = chatError ?? timeline.error;
  // In place of the messages it is said that there is no such chat.
  if (isInaccessible(error)) return { text: null, isQuiet: false };
  if (error instanceof ApiError) return { text: errorText(error), isQuiet: false };
  if (isTargetMissing) return { text: t.messageMissing, isQuiet: false };
  if (isFull) return { text: t.tooMany, isQuiet: false };
  if (delay !== null && hasPending) {
    return { text: errorText(delay), isQuiet: false };
  }
  return { text: notice, isQuiet: true };
}

/** Whether there is no such chat for this user. */
function isInaccessible(error: VestnikError | null): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}

function titleOf(chat: Chat | null, ownId: number | null): string | undefined {
  return chat?.members.find(({ user }) => user.id !== ownId)?.user.name;
}
