import { Badge } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { MessageCircle } from 'lucide-react';

import { strings } from '../strings.ts';
import styles from './BuyerWindow.module.css';
import { useUnreadReplies } from './useUnreadReplies.ts';

interface LauncherProps {
  /** A visitor is signed in, so that unread messages can be counted. */
  hasCount: boolean;
  onClick: () => void;
}

/** The button that opens the minimised window. */
export default function Launcher({ hasCount, onClick }: LauncherProps) {
  return hasCount ? (
    <CountingLauncher onClick={onClick} />
  ) : (
    <Button unread={0} onClick={onClick} />
  );
}

function CountingLauncher({ onClick }: { onClick: () => void }) {
  return <Button unread={useUnreadReplies()} onClick={onClick} />;
}

function Button({ unread, onClick }: { unread: number; onClick: () => void }) {
  const t = useStrings(strings);
  return (
    <button
      type="button"
      className={styles['launcher']}
      data-launcher
      title={t.openChat}
      aria-label={unread === 0 ? t.openChat : `${t.openChat}. ${t.unread(unread)}`}
      onClick={onClick}
    >
      <MessageCircle size={26} aria-hidden="true" />
      {unread === 0 ? null : (
        <Badge tone="danger" className={styles['badge']} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </Badge>
      )}
    </button>
  );
}
