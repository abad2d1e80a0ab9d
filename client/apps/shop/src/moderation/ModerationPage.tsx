import { Desk } from '@vestnik/desk';
import type { Account } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { Button, EmptyState, ErrorMessage, Spinner } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { ShieldX } from 'lucide-react';
import { useEffect } from 'react';

import styles from './ModerationPage.module.css';
import { moderatorToken, signOut } from './moderatorToken.ts';
import { SignInForm } from './SignInForm.tsx';
import { strings } from './strings.ts';

/** The desk for moderators of the shop, or their sign-in. */
export function ModerationPage() {
  const t = useStrings(strings);
  const { status, user } = useSession();
  useEffect(() => {
    document.title = t.title;
  }, [t.title]);
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <a href="/shop/">{t.shop}</a>
        {user === null ? null : <Moderator user={user} />}
      </header>
      <main>
        {status === 'loading' ? (
          <Spinner isCentred label={t.loading} />
        ) : status === 'unreachable' ? (
          <ErrorMessage>{t.unreachable}</ErrorMessage>
        ) : user === null || moderatorToken.token() === null ? (
          <SignInForm />
        ) : (
          <ModeratorDesk user={user} />
        )}
      </main>
    </div>
  );
}

function Moderator({ user }: { user: Account }) {
  const t = useStrings(strings);
  const name = useDisplayName()(user.name);
  return (
    <p className={styles['moderator']}>
      {name}
      <Button variant="quiet" onClick={signOut}>
        {t.signOut}
      </Button>
    </p>
  );
}

function ModeratorDesk({ user }: { user: Account }) {
  const t = useStrings(strings);
  switch (user.role) {
    case 'admin':
      return (
        <Desk
          views={['reports', 'unanswered', 'statistics', 'audit', 'accesses', 'erasure']}
          searchesChats={false}
          exportFormats={['html', 'csv']}
        />
      );
    case 'moderator':
      return (
        <Desk
          views={['reports', 'unanswered', 'statistics', 'audit']}
          searchesChats={false}
          exportFormats={['html', 'csv']}
        />
      );
    default:
      return (
        <EmptyState icon={<ShieldX size={28} />} title={t.forbidden}>
          <p>{t.forbiddenHint}</p>
        </EmptyState>
      );
  }
}
