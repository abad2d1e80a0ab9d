import { ChatShownProvider, type ChatNames, type ChatNavigation } from '@vestnik/kit/app';
import { ApiError, type VestnikClient, type VestnikError } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { Button, IconButton, Spinner } from '@vestnik/ui';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useStrings } from '@vestnik/ui/i18n';
import { ChevronDown } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';

import { withAddress } from '../../address.ts';
import { loaderStrings } from '../../loader/strings.ts';
import type { Settings } from '../../settings.ts';
import { MarketChats } from '../MarketChats.tsx';
import { strings } from '../strings.ts';
import styles from './BuyerWindow.module.css';
import type { WindowModel, WindowState } from './windowModel.ts';

interface WindowContentProps {
  model: WindowModel;
  state: WindowState;
  settings: Settings;
}

export function WindowContent({ model, state, settings }: WindowContentProps) {
  const { view, client } = state;
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { retry, loading } = loaderStrings(settings.language);
  const minimise = <Minimise model={model} settings={settings} />;
  switch (view.kind) {
    case 'none':
      return null;
    case 'loading':
      return (
        <Waiting settings={settings} minimise={minimise}>
          <Spinner label={loading} />
        </Waiting>
      );
    case 'failed':
      return (
        <Waiting settings={settings} minimise={minimise}>
          <p role="alert">
            {isSignedOut(view.error) ? t.signedOut : errorMessage(view.error, t.codes)}
          </p>
          <Button onClick={view.retry}>{retry}</Button>
        </Waiting>
      );
    case 'unavailable':
      return (
        <Waiting settings={settings} minimise={minimise}>
          <p role="alert">{t.unavailable}</p>
        </Waiting>
      );
    case 'chats':
      return client === null ? null : (
        <Chats {...{ model, settings, client, minimise, view }} isShown={state.isShown} />
      );
  }
}

/** The server refused the token of the page. */
function isSignedOut(error: VestnikError): boolean {
  return error instanceof ApiError && error.status === 401 && error.code !== 'missing_token';
}

type ChatsProps = Omit<WindowContentProps, 'state'> & {
  client: VestnikClient;
  view: { readonly chatId: number | null; readonly messageId: number | null };
  isShown: boolean;
  minimise: ReactNode;
};

function Chats({ model, settings, client, view, isShown, minimise }: ChatsProps) {
  const t = useStrings(strings);
  const { status } = useSession();
  const { listingTitle } = settings;
  const names = useMemo<ChatNames>(
    () => ({
      listing: ({ id, listing }) =>
        model.namesOf(id)?.title ?? (listing && listingTitle(listing.id)) ?? undefined,
      member: (user, { id, listing }) =>
        user.id === listing?.seller_id ? model.namesOf(id)?.sellerName : undefined,
    }),
    [model, listingTitle],
  );
  const navigation: ChatNavigation = {
    chatId: view.chatId,
    messageId: view.messageId,
    href: addressOf,
    open: (chatId, messageId = null) => {
      model.goTo(chatId, messageId);
    },
  };
  // An offered chat is drawn with the window: only then is it known where it opens.
  const [wasShown, setWasShown] = useState(isShown);
  if (isShown && !wasShown) setWasShown(true);
  if (status === 'signed-out') {
    return (
      <Waiting settings={settings} minimise={minimise}>
        <p role="alert">{t.signedOut}</p>
      </Waiting>
    );
  }
  return wasShown ? (
    <ChatShownProvider value={isShown}>
      <MarketChats
        client={client}
        settings={settings}
        side="buyer"
        navigation={navigation}
        names={names}
        actions={minimise}
      />
    </ChatShownProvider>
  ) : null;
}

/** Messages have addresses to copy; chats are not put into the page's, which buyers share. */
function addressOf(chatId: number | null, messageId: number | null = null): string | undefined {
  return chatId === null || messageId === null ? undefined : withAddress({ chatId, messageId });
}

function Minimise({ model, settings }: Pick<WindowContentProps, 'model' | 'settings'>) {
  return (
    <IconButton
      label={loaderStrings(settings.language).close}
      onClick={() => {
        model.hide();
      }}
    >
      <ChevronDown size={22} aria-hidden="true" />
    </IconButton>
  );
}

interface WaitingProps {
  settings: Settings;
  minimise: ReactNode;
  children: ReactNode;
}

function Waiting({ settings, minimise, children }: WaitingProps) {
  return (
    <>
      <header className={styles['bar']}>
        <h2 className={styles['barTitle']}>{loaderStrings(settings.language).chat}</h2>
        {minimise}
      </header>
      <div className={styles['waiting']}>{children}</div>
    </>
  );
}
