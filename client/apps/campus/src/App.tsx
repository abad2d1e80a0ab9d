import { useQueryClient } from '@tanstack/react-query';
import {
  ChatContainer,
  endNotifications,
  useAppBadge,
  useMessageSound,
  useUnreadCount,
} from '@vestnik/campus';
import { Button } from '@vestnik/ui';
import { useLanguage, useStrings } from '@vestnik/ui/i18n';
import { THEMES, useTheme } from '@vestnik/ui/theme';
import { useEffect, useState } from 'react';

import styles from './App.module.css';
import { NotificationsButton } from './NotificationsButton.tsx';
import { strings } from './strings.ts';
import { linkTo, openRoute, replaceRoute, useRoute } from './route.ts';
import { authData, signOut } from './session.ts';
import { SignIn } from './SignIn.tsx';
import { SignOutButton } from './SignOutButton.tsx';
import { useNotificationRoute } from './useNotificationRoute.ts';

/** A host page, as small as may be: a bar of its own, and the chat. */
export function App() {
  const t = useStrings(strings);
  const [person, setPerson] = useState(authData);

  const { conversationId, messageId, chatId } = useRoute();
  useNotificationRoute(chatId, person !== null);
  useMessageSound();
  const unread = useUnreadCount();
  useAppBadge(unread);

  useEffect(() => {
    document.title = unread === 0 ? t.campus : `(${unread}) ${t.campus}`;
  }, [t, unread]);

  return (
    <div className={styles['page']}>
      <Bar
        personName={person?.user.name}
        onSignOut={() => {
          setPerson(null);
        }}
      />
      <main className={styles['main']}>
        {person === null ? (
          <SignIn onSignIn={setPerson} />
        ) : (
          <ChatContainer
            key={person.user.id}
            conversationId={conversationId}
            messageId={messageId}
            onConversationChange={openRoute}
            linkTo={linkTo}
          />
        )}
      </main>
    </div>
  );
}

interface BarProps {
  /** The name of the signed-in person; undefined without one. */
  personName: string | undefined;
  onSignOut: () => void;
}

function Bar({ personName, onSignOut }: BarProps) {
  const t = useStrings(strings);
  const { language, setLanguage } = useLanguage();
  const { theme, setTheme } = useTheme();
  const queries = useQueryClient();
  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const otherLanguage = language === 'ru' ? 'en' : 'ru';

  return (
    <header className={styles['bar']}>
      <h1 className={styles['name']}>{t.campus}</h1>
      <p className={styles['person']}>{personName}</p>
      <Button
        variant="quiet"
        onClick={() => {
          setTheme(nextTheme);
        }}
      >
        {t.theme[nextTheme]}
      </Button>
      <Button
        variant="quiet"
        lang={otherLanguage}
        onClick={() => {
          setLanguage(otherLanguage);
        }}
      >
        {t.other}
      </Button>
      {personName === undefined ? null : (
        <>
          <NotificationsButton />
          <SignOutButton
            onSignOut={() => {
              endNotifications().catch(() => undefined);
              signOut();
              queries.clear();
              // The next person does not begin in this one's conversation.
              replaceRoute(null);
              onSignOut();
            }}
          />
        </>
      )}
    </header>
  );
}
