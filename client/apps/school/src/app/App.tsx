import { usePolicy, useSession } from '@vestnik/sdk/react';
import { Spinner } from '@vestnik/ui';
import { RoleNamesContext } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { lazy, Suspense } from 'react';

import { ConnectionStatus } from './ConnectionStatus.tsx';
import { strings } from './strings.ts';
import { useApp } from './useApp.ts';
import { useAppPath } from './useAppPath.ts';
import { linkPageOf } from './routes.ts';
import { Shell } from './Shell.tsx';
import { ServerUnreachablePage } from './ServerUnreachablePage.tsx';

const LinkPage = lazy(() => import('../features/session/linkPages.ts'));
const NoRealmPage = lazy(() => import('./NoRealmPage.tsx'));
const SignInPage = lazy(async () => {
  const { SignInPage: Page } = await import('../features/session/index.ts');
  return { default: Page };
});

/** The page of a link, the sign-in page, or the app of a signed-in user. */
export function App() {
  const t = useStrings(strings);
  const { status, user } = useSession();
  const path = useAppPath();
  const { isSchool } = useApp();
  const { status: policyStatus, policy } = usePolicy();
  const linkPage = isSchool ? linkPageOf(path) : null;
  if (linkPage !== null) {
    return (
      <Suspense fallback={<Spinner isCentred label={t.loading} />}>
        <LinkPage page={linkPage} />
      </Suspense>
    );
  }
  if (policyStatus === 'missing') {
    return (
      <Suspense fallback={<Spinner isCentred label={t.loading} />}>
        <NoRealmPage />
      </Suspense>
    );
  }
  if (status === 'loading') return <Spinner isCentred label={t.loading} />;
  if (status === 'unreachable') return <ServerUnreachablePage />;
  return (
    <RoleNamesContext value={policy.roleNames}>
      <Suspense fallback={<Spinner isCentred label={t.loading} />}>
        {user ? <Shell user={user} key={user.id} /> : <SignInPage />}
      </Suspense>
      <ConnectionStatus isSignedIn={user !== null} />
    </RoleNamesContext>
  );
}
