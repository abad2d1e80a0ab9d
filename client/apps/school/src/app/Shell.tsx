import {
  ChatNavigationProvider,
  KeyboardShortcuts,
  SearchPanelProvider,
  useAppBadge,
  useMessageSound,
  useNotificationClicks,
  usePushSubscription,
} from '@vestnik/kit/app';
import type { Account } from '@vestnik/sdk';
import { useClient, useUnread } from '@vestnik/sdk/react';
import { clsx, FocusHeadingContext, Spinner } from '@vestnik/ui';
import { pushAddress, useSearchParams } from '@vestnik/ui/address';
import { useStrings } from '@vestnik/ui/i18n';
import { lazy, Suspense, useState, type MouseEvent } from 'react';

import { AppChats, useChatAddress } from '../features/chats/index.ts';
import { SettingsMenu, SignOutButton } from '../features/settings/index.ts';
import { areNotificationsOffered } from './areNotificationsOffered.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { strings } from './strings.ts';
import { paths, parsePath, type AppRoute } from './routes.ts';
import { MainNav } from './MainNav.tsx';
import { schoolPage } from './schoolPage.tsx';
import styles from './Shell.module.css';
import { useApp } from './useApp.ts';
import { useAppPath } from './useAppPath.ts';
import { usePageTitle } from './usePageTitle.ts';
import { useQuickPages } from './useQuickPages.ts';

const NotFoundPage = lazy(() => import('./NotFoundPage.tsx'));
const DeskPage = lazy(() => import('../features/desk/index.ts'));
const SharePage = lazy(() => import('../features/share/index.ts'));
const AccountPage = schoolPage(() => import('../features/account/index.ts'));
const LessonsPage = schoolPage(() => import('../features/lessons/index.ts'));
const PeoplePage = schoolPage(() => import('../features/people/index.ts'));

/** The app of a signed-in user: sections, settings and the page. */
export function Shell({ user }: { user: Account }) {
  const unread = useUnread().data?.messages ?? 0;
  const t = useStrings(strings);
  const path = useAppPath();
  const params = useSearchParams();
  const app = useApp();
  const route = parsePath(path, user.role === 'admin', params.get('realm'), app);
  const hasMoved = useHasChanged(route.page);
  usePushSubscription({ userId: user.id }, areNotificationsOffered(app, user));
  useNotificationClicks(pushAddress);
  useMessageSound(useClient());
  usePageTitle(titleOf(route.page, t), unread);
  useAppBadge(unread);
  const pages = useQuickPages(user.role);
  const chatId = route.page === 'chats' ? route.chatId : null;
  const navigation = useChatAddress(chatId);
  const showChats = () => {
    if (route.page !== 'chats') pushAddress(app.base + paths.chats);
  };
  return (
    <ChatNavigationProvider value={navigation}>
      <SearchPanelProvider>
        <div className={clsx(styles['shell'], chatId !== null && styles['inConversation'])}>
          <a className={styles['skip']} href="#content" onClick={skipToContent}>
            {t.skip}
          </a>
          <header className={styles['bar']}>
            <MainNav page={route.page} role={user.role} unread={unread} />
            <SettingsMenu user={user} />
            <SignOutButton />
          </header>
          <main className={styles['content']} id="content" tabIndex={-1}>
            <FocusHeadingContext value={hasMoved}>
              <ErrorBoundary key={route.page}>
                <Suspense fallback={<Spinner isCentred label={t.loading} />}>
                  <Page route={route} user={user} />
                </Suspense>
              </ErrorBoundary>
            </FocusHeadingContext>
          </main>
          <KeyboardShortcuts onSearch={showChats} pages={pages} />
        </div>
      </SearchPanelProvider>
    </ChatNavigationProvider>
  );
}

function Page({ route, user }: { route: AppRoute; user: Account }) {
  switch (route.page) {
    case 'chats':
      return <AppChats user={user} />;
    case 'lessons':
      return <LessonsPage role={user.role ?? 'student'} />;
    case 'people':
      return <PeoplePage ownId={user.id} />;
    case 'desk':
      return <DeskPage />;
    case 'account':
      return <AccountPage user={user} />;
    case 'share':
      return <SharePage />;
    case 'not-found':
      return <NotFoundPage />;
  }
}

function titleOf(page: AppRoute['page'], t: (typeof strings)['ru']): string | null {
  switch (page) {
    case 'chats':
      return null;
    case 'lessons':
      return t.lessons;
    case 'people':
      return t.people;
    case 'desk':
      return t.desk;
    case 'account':
      return t.account;
    case 'share':
      return t.share;
    case 'not-found':
      return t.notFound;
  }
}

/** Not by the address: a `#content` in it would be a step of the history. */
function skipToContent(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function useHasChanged(value: string): boolean {
  const [first] = useState(value);
  const [hasChanged, setHasChanged] = useState(false);
  if (!hasChanged && value !== first) setHasChanged(true);
  return hasChanged;
}
