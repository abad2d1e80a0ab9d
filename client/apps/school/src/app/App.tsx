import { useSession } from '@vestnik/sdk/react';
import { Spinner } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { lazy, Suspense } from 'react';

import { ConnectionStatus } from './ConnectionStatus.tsx';
import { messages } from './messages.ts';
import { Shell } from './Shell.tsx';
import { Unreachable } from './Unreachable.tsx';

const SignInPage = lazy(async () => {
  const { SignInPage: Page } = await import('../features/session/index.ts');
  return { default: Page };
});

/** The page of the signed-in user, or the one to sign in. */
export function App() {
  const t = useText(messages);
  const { status, user } = useSession();
  if (status === 'loading') return <Spinner isCentred label={t.loading} />;
  if (status === 'unreachable') return <Unreachable />;
  return (
    <>
      <Suspense fallback={<Spinner isCentred label={t.loading} />}>
        {user ? <Shell user={user} key={user.id} /> : <SignInPage />}
      </Suspense>
      <ConnectionStatus isWatching={user !== null} />
    </>
  );
}
