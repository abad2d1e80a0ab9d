import { useLocalDrafts } from '@vestnik/kit/app';
import { lazyPart } from '@vestnik/kit/lazyPart';
import { useClient, useSession } from '@vestnik/sdk/react';
import { Button, IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { LogOut } from 'lucide-react';
import { Suspense, useState } from 'react';

import { deleteSharedContent } from '../share/sharedContent.ts';
import { strings } from './strings.ts';

const SignOutDialog = lazyPart(() => import('./SignOutDialog.tsx'));

interface SignOutButtonProps {
  /** A button with its text instead of an icon. */
  isWide?: boolean;
}

/** Signs out. Asks first if something would be lost, and shows why it failed. */
export function SignOutButton({ isWide = false }: SignOutButtonProps) {
  const t = useStrings(strings);
  const { losses, isConfirming, isPending, error, start, signOut, close } = useSigningOut();
  return (
    <>
      {isWide ? (
        <Button
          icon={<LogOut size={18} aria-hidden="true" />}
          isPending={isPending}
          onClick={() => void start()}
        >
          {t.signOutHere}
        </Button>
      ) : (
        <IconButton label={t.signOut} disabled={isPending} onClick={() => void start()}>
          <LogOut size={20} aria-hidden="true" />
        </IconButton>
      )}
      {isConfirming ? (
        <Suspense fallback={null}>
          <SignOutDialog
            texts={losses}
            error={error}
            isPending={isPending}
            onSignOut={() => void signOut()}
            onClose={close}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/** Signing out, and what it would lose. */
function useSigningOut() {
  const t = useStrings(strings);
  const session = useSession();
  const drafts = useLocalDrafts();
  const client = useClient();
  const [isConfirming, setConfirming] = useState(false);
  const [losses, setLosses] = useState<readonly string[]>([]);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const signOut = async () => {
    setPending(true);
    setError(null);
    try {
      await session.signOut();
      drafts.deleteAll();
      // Without storage nothing was shared.
      await deleteSharedContent().catch(() => undefined);
    } catch (reason) {
      setError(reason);
      setConfirming(true);
      setPending(false);
    }
  };

  const start = async () => {
    const hasUnsent = (await client.countUnsent()) > 0;
    const found = [...(hasUnsent ? [t.unsent] : []), ...(drafts.hasAny() ? [t.unfinished] : [])];
    setLosses(found);
    if (found.length > 0) setConfirming(true);
    else await signOut();
  };
  const close = () => {
    setConfirming(false);
  };
  return { losses, isConfirming, isPending, error, start, signOut, close };
}
