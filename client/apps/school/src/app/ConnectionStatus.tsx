import { useConnection } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';

import styles from './ConnectionStatus.module.css';
import { strings } from './strings.ts';

/** How long «Снова на связи» stays. */
const BACK_ONLINE_MS = 2500;

/** The page's only `role="status"`. It lies over the page and moves nothing. */
export function ConnectionStatus({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useStrings(strings);
  const isOffline = useConnection().data === 'offline' && isSignedIn;
  const isBack = useRecentlyEnded(isOffline) && isSignedIn;
  return (
    <div className={styles['status']} role="status" data-shown={isOffline || isBack}>
      {isOffline ? (
        <>
          <WifiOff size={14} aria-hidden="true" />
          <span>{t.offline}</span>
        </>
      ) : null}
      {isBack ? <span>{t.online}</span> : null}
    </div>
  );
}

/** True for a moment after the condition has ended. */
function useRecentlyEnded(condition: boolean): boolean {
  const [was, setWas] = useState(condition);
  const [hasEnded, setHasEnded] = useState(false);
  if (was !== condition) {
    setWas(condition);
    setHasEnded(!condition);
  }
  useEffect(() => {
    if (!hasEnded) return;
    const timer = setTimeout(() => {
      setHasEnded(false);
    }, BACK_ONLINE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [hasEnded]);
  return hasEnded && !condition;
}
