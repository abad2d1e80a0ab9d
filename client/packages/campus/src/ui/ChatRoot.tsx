import {
  ClientFiles,
  PeopleProvider,
  usePushSubscription,
  type People,
  type SubscriberProps,
} from '@vestnik/kit/app';
import { useConnection, useSession, VestnikProvider } from '@vestnik/sdk/react';
import { clsx, EmptyState, ErrorBoundary, ErrorMessage, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { MessagesSquare } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';

import { useRunningClient } from '../lib/client.ts';
import { getCurrentUserId } from '../model/services/auth.ts';
import { chatConfig } from '../model/services/config.ts';
import styles from './ChatRoot.module.css';
import { ROOT_CLASS } from './rootClass.ts';
import { strings } from './strings.ts';

interface ChatRootProps {
  children: ReactNode;
  /** Begins a chat instead of the server's request. */
  beginChat?: People['beginChat'];
}

/** The element that the styles apply in, with the client of the server. */
export function ChatRoot({ children, beginChat }: ChatRootProps) {
  const client = useRunningClient();
  const find = chatConfig().findPeople;
  const people = useMemo(() => ({ find, beginChat }), [find, beginChat]);
  return (
    <VestnikProvider client={client}>
      <ClientFiles>
        <PeopleProvider value={people}>
          {/* Nothing of one user is shown to the next. */}
          <Root key={getCurrentUserId()}>{children}</Root>
        </PeopleProvider>
      </ClientFiles>
    </VestnikProvider>
  );
}

function Root({ children }: { children: ReactNode }) {
  const { data: connection } = useConnection();
  return (
    <div className={clsx(ROOT_CLASS, styles['root'])} data-connection={connection}>
      <ErrorBoundary fallback={(retry) => <Broken onRetry={retry} />}>
        <SignedIn>{children}</SignedIn>
      </ErrorBoundary>
    </div>
  );
}

/** Instead of a chat that broke: the page of the host goes on. */
function Broken({ onRetry }: { onRetry: () => void }) {
  const t = useStrings(strings);
  return <ErrorMessage onRetry={onRetry}>{t.broken}</ErrorMessage>;
}

function SignedIn({ children }: { children: ReactNode }) {
  const t = useStrings(strings);
  const { status, user } = useSession();
  const scope = chatConfig().serviceWorkerScope;
  const userId = getCurrentUserId();
  if (status === 'signed-in') {
    return (
      <>
        {scope === undefined ? null : <PushSubscription userId={user.id} scope={scope} />}
        {children}
      </>
    );
  }
  if (status === 'unreachable') return <ErrorMessage>{t.unreachable}</ErrorMessage>;
  if (status === 'loading') return <Spinner isCentred label={t.loading} />;
  return (
    <EmptyState
      icon={<MessagesSquare size={28} />}
      title={userId === null ? t.signedOut : t.sessionOver}
    />
  );
}

function PushSubscription(props: SubscriberProps) {
  usePushSubscription(props, true);
  return null;
}
