import {
  ChatList,
  ChatMenuButton,
  ChatNamesProvider,
  ChatNavigationProvider,
  ChatsPage,
  Conversation,
  SearchPanelProvider,
  SoundButton,
  useMessageSound,
  type ChatNames,
  type ChatNavigation,
  type MessageFilter,
} from '@vestnik/kit/app';
import { CanvasPicturesContext } from '@vestnik/kit/message';
import { KitStringsProvider } from '@vestnik/kit/strings';
import type { Chat, VestnikClient } from '@vestnik/sdk';
import { useChat, useSession } from '@vestnik/sdk/react';
import { EmptyState, Spinner } from '@vestnik/ui';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useStrings } from '@vestnik/ui/i18n';
import { useCallback, useMemo, useState, type ReactNode } from 'react';

import { loaderStrings } from '../loader/strings.ts';
import type { Settings } from '../settings.ts';
import { isOnSide, type Side } from './sides.ts';
import { strings } from './strings.ts';
import styles from './MarketChats.module.css';

interface MarketChatsProps {
  client: VestnikClient;
  settings: Settings;
  side: Side;
  navigation: ChatNavigation;
  names: ChatNames;
  /** Behind the controls of the list and of a chat. */
  actions?: ReactNode;
}

/** The kit's list and conversation, for one side of the market. */
export function MarketChats(props: MarketChatsProps) {
  const { client, settings, side, navigation, names, actions } = props;
  const t = useStrings(strings);
  const { status, user } = useSession();
  const ownId = user?.id ?? 0;
  const isListed = useCallback((chat: Chat) => isOnSide(chat, ownId, side), [ownId, side]);
  const list = side === 'seller' ? t.sellerList : t.buyerList;
  const replacements = useMemo(() => ({ chatList: { ru: list, en: list } }), [list]);
  // The drafts are the user's.
  if (status === 'loading')
    return <Spinner isCentred label={loaderStrings(settings.language).loading} />;
  return (
    <KitStringsProvider replacements={replacements}>
      <ChatNamesProvider value={names}>
        {/* The policy of a shop's page need not allow the pictures of another server. */}
        <CanvasPicturesContext value={true}>
          <ChatNavigationProvider value={navigation}>
            {/* Without the kit's keys, which are the page's own. */}
            <SearchPanelProvider>
              <ChatsPage
                list={
                  <ChatList
                    isListed={isListed}
                    groupsByListing={side === 'seller'}
                    actions={
                      <>
                        {settings.playsSound ? <SoundButton /> : null}
                        {actions}
                      </>
                    }
                  />
                }
                conversation={(chatId) => (
                  <OpenChat key={chatId} chatId={chatId} actions={actions} />
                )}
                emptyState={<EmptyState title={t.choose} />}
              />
            </SearchPanelProvider>
          </ChatNavigationProvider>
        </CanvasPicturesContext>
      </ChatNamesProvider>
      {settings.playsSound ? <MessageSound client={client} /> : null}
    </KitStringsProvider>
  );
}

/** Deleted messages leave a note: what was agreed on must not vanish unseen. */
const WithDeleted: MessageFilter = ({ timeline, children }) => children(timeline);

function OpenChat({ chatId, actions }: { chatId: number; actions: ReactNode }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { data: chat } = useChat(chatId);
  const [notice, setNotice] = useState<string | null>(null);
  const showFailure = useCallback(
    (error: unknown) => {
      setNotice(errorMessage(error));
    },
    [errorMessage],
  );
  return (
    <Conversation
      chatId={chatId}
      messageFilter={WithDeleted}
      notice={
        <p className={styles['notice']} role="status">
          {notice}
        </p>
      }
      readOnlyNote={<p className={styles['readOnly']}>{t.cannotWrite}</p>}
      headerActions={
        <>
          {chat ? <ChatMenuButton chat={chat} onFailed={showFailure} onNotice={setNotice} /> : null}
          {actions}
        </>
      }
    />
  );
}

/** Plays a sound for new messages while no page of the shop has the focus. */
function MessageSound({ client }: { client: VestnikClient }) {
  useMessageSound(client);
  return null;
}
