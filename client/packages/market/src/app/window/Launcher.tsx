import { usePageVisible } from '@vestnik/kit/app';
import { Badge } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { MessageCircle } from 'lucide-react';

import { useUnreadMessages } from '../sides.ts';
import { strings } from '../strings.ts';
import { useTitleCount } from '../titleCount.ts';
import styles from './BuyerWindow.module.css';

interface LauncherProps {
  unread: number;
  onClick: () => void;
}

/** The button that opens the minimised window. */
export function Launcher({ unread, onClick }: LauncherProps) {
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

/** The launcher of a signed-in visitor, with the number of unread messages. */
export function CountingLauncher({ onClick }: Pick<LauncherProps, 'onClick'>) {
  return <Launcher unread={useUnreadMessages('buyer')} onClick={onClick} />;
}

/** Counts in the title while the page is behind others. */
export function UnreadInTitle() {
  const unread = useUnreadMessages('buyer');
  useTitleCount('window', usePageVisible() ? 0 : unread);
  return null;
}
