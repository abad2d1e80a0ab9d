import { EmptyState, PageHeading, Spinner, VisuallyHidden } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { activeElementBeside, isFocusLost } from '@vestnik/ui/keyboard';
import { useBackLayer } from '@vestnik/ui/layers';
import { MessagesSquare } from 'lucide-react';
import { Suspense, useEffect, useRef, type ReactNode, type RefObject } from 'react';

import { lazyPart } from '../lazyPart.ts';
import { ClientFiles } from './ClientFiles.tsx';
import { ChatList } from './chatList/index.ts';
import styles from './ChatsPage.module.css';
import { Conversation } from './conversation/index.ts';
import {
  ChatNavigationProvider,
  useChatNavigation,
  useLocalNavigation,
  useOptionalChatNavigation,
} from './navigation/index.ts';
import { SearchPanelProvider, useHasSearchPanel, useSearchPanel } from './search/index.ts';
import { KeyboardShortcuts } from './shortcuts/index.ts';
import { strings } from './strings.ts';

const SearchPane = lazyPart(async () => {
  const { SearchPane: Pane } = await import('./search/SearchPane.tsx');
  return { default: Pane };
});

export interface ChatsPageProps {
  /** The column of chats; absent: `<ChatList />`. */
  list?: ReactNode;
  /** The open chat; absent: `<Conversation chatId={chatId} />`. */
  conversation?: (chatId: number) => ReactNode;
  /** Instead of a conversation while none is open. */
  emptyState?: ReactNode;
  /**
   * Where Ctrl+K and the other keys work: on the whole page, or inside of this part of it. Of no
   * effect under a `SearchPanelProvider`, where the application has `KeyboardShortcuts` itself.
   */
  shortcuts?: 'page' | 'inside';
}

/**
 * The list and the conversation: side by side, or where there is no room one over the other. It
 * fills its parent, keeps the open chat in its state unless it is under a `ChatNavigationProvider`,
 * and has a search of its own unless it is under a `SearchPanelProvider`.
 */
export function ChatsPage(props: ChatsPageProps) {
  const navigation = useOptionalChatNavigation();
  return (
    <ClientFiles>
      {navigation === null ? <LocalPage {...props} /> : <PageWithSearch {...props} />}
    </ClientFiles>
  );
}

function LocalPage(props: ChatsPageProps) {
  return (
    <ChatNavigationProvider value={useLocalNavigation()}>
      <PageWithSearch {...props} />
    </ChatNavigationProvider>
  );
}

function PageWithSearch(props: ChatsPageProps) {
  const container = useRef<HTMLDivElement>(null);
  const isInside = props.shortcuts === 'inside';
  if (useHasSearchPanel()) return <Panes {...props} container={container} />;
  return (
    <SearchPanelProvider>
      <Panes {...props} container={container} />
      {isInside ? <KeyboardShortcuts scope={container} /> : <KeyboardShortcuts />}
    </SearchPanelProvider>
  );
}

type PanesProps = ChatsPageProps & { container: RefObject<HTMLDivElement | null> };

function Panes({ container, list, conversation: renderConversation, emptyState }: PanesProps) {
  const t = useStrings(strings);
  const { chatId } = useChatNavigation();
  const search = useSearchPanel();
  const { listPane, conversationPane } = usePaneFocus(chatId);
  // Beside the conversation the search is a part of the page.
  useBackLayer(
    search.isOpen,
    search.close,
    () => listPane.current?.offsetLeft === conversationPane.current?.offsetLeft,
  );
  return (
    <div ref={container} className={styles['container']}>
      <div className={styles['page']} data-chosen={chatId !== null && !search.isOpen}>
        <VisuallyHidden>
          <PageHeading>{t.chats}</PageHeading>
        </VisuallyHidden>
        <div ref={listPane} className={styles['list']} tabIndex={-1}>
          <div className={styles['chats']} inert={search.isOpen}>
            {list ?? <ChatList />}
          </div>
          {search.isOpen ? (
            <div className={styles['search']}>
              <Suspense fallback={<Spinner isCentred label={t.loading} />}>
                <SearchPane
                  onOpened={() => {
                    if (isHidden(conversationPane.current)) search.close();
                  }}
                />
              </Suspense>
            </div>
          ) : null}
        </div>
        <div ref={conversationPane} className={styles['conversation']} tabIndex={-1}>
          {chatId === null ? (
            (emptyState ?? <NoChat />)
          ) : renderConversation ? (
            renderConversation(chatId)
          ) : (
            <Conversation chatId={chatId} />
          )}
        </div>
      </div>
    </div>
  );
}

function NoChat() {
  const t = useStrings(strings);
  return (
    <EmptyState icon={<MessagesSquare size={28} />} title={t.chooseChat}>
      <p>{t.chooseChatHint}</p>
    </EmptyState>
  );
}

/** Moves a focus that was lost with the previous pane to the pane that is shown. */
function usePaneFocus(chatId: number | null) {
  const listPane = useRef<HTMLDivElement>(null);
  const conversationPane = useRef<HTMLDivElement>(null);
  const lastChatId = useRef(chatId);
  useEffect(() => {
    const left = lastChatId.current;
    lastChatId.current = chatId;
    const list = listPane.current;
    if (left === chatId || list === null) return;
    // On a phone the pane with the focus becomes invisible, and keeps it for a moment.
    if (!isFocusLost() && !isHidden(activeElementBeside(list))) return;
    const link = list.querySelector<HTMLElement>(`[data-chat-id="${left ?? 0}"]`);
    (chatId === null ? (link ?? list) : conversationPane.current)?.focus();
  }, [chatId]);
  return { listPane, conversationPane };
}

function isHidden(element: Element | null): boolean {
  return element !== null && getComputedStyle(element).visibility === 'hidden';
}
