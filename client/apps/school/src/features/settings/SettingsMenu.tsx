import { lazyPart } from '@vestnik/kit/lazyPart';
import type { Account } from '@vestnik/sdk';
import { Avatar } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useBackLayer } from '@vestnik/ui/layers';
import { Suspense, useId, useRef, useState } from 'react';

import { strings } from './strings.ts';
import styles from './SettingsMenu.module.css';

const SettingsPanel = lazyPart(() => import('./SettingsPanel.tsx'));

/** The person's own button, and what it opens: language, theme and the account. */
export function SettingsMenu({ user }: { user: Account }) {
  const t = useStrings(strings);
  const panelId = useId();
  const panel = useRef<HTMLDivElement>(null);
  const name = useDisplayName()(user.name);
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    panel.current?.hidePopover();
  };
  useBackLayer(isOpen, close);
  return (
    <>
      <button
        type="button"
        className={styles['trigger']}
        popoverTarget={panelId}
        aria-label={t.settings}
        title={`${t.settings}: ${name}`}
      >
        <Avatar id={user.id} name={name} picture={user.avatar_url} />
      </button>
      <div
        ref={panel}
        id={panelId}
        popover="auto"
        role="group"
        aria-label={t.settings}
        className={styles['panel']}
        onToggle={({ newState }) => {
          setIsOpen(newState === 'open');
        }}
      >
        {isOpen ? (
          <Suspense fallback={null}>
            <SettingsPanel user={user} onClose={close} />
          </Suspense>
        ) : null}
      </div>
    </>
  );
}
