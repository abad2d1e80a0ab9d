import { useSession } from '@vestnik/sdk/react';
import { Spinner } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';

import { SignInPage } from '../features/session/index.ts';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { messages } from './messages.ts';
import { Shell } from './Shell.tsx';
import { Unreachable } from './Unreachable.tsx';

/** The page for whoever is here: nobody yet, a guest, or a person of the school. */
export function App() {
  const t = useText(messages);
  const { status, user } = useSession();
  if (status === 'loading') return <Spinner isCentred label={t.loading} />;
  if (status === 'unreachable') return <Unreachable />;
  return (
    <>
      {user ? <Shell user={user} key={user.id} /> : <SignInPage />}
      <ConnectionStatus isWatching={user !== null} />
    </>
  );
}
