import { Button, Dialog, DialogActions } from '@vestnik/ui';

import {
  SHORTCUTS,
  SHORTCUT_GROUPS,
  isApplePlatform,
  keyName,
  type Shortcut,
  type ShortcutGroup,
} from './shortcuts.ts';
import styles from './ShortcutsDialog.module.css';
import { useDialogStrings } from './dialogStrings.ts';

interface ShortcutsDialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** Those that the host has; all of them by default. */
  shortcuts?: readonly Shortcut[];
}

/** The keys of the chat. */
export function ShortcutsDialog({ isOpen, onClose, shortcuts = SHORTCUTS }: ShortcutsDialogProps) {
  const t = useDialogStrings();
  return (
    <Dialog isOpen={isOpen} title={t.shortcuts} onClose={onClose}>
      {SHORTCUT_GROUPS.map((group) => (
        <Group
          key={group}
          group={group}
          shortcuts={shortcuts.filter((shortcut) => shortcut.group === group)}
        />
      ))}
      <DialogActions>
        <Button onClick={onClose}>{t.close}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Group({ group, shortcuts }: { group: ShortcutGroup; shortcuts: readonly Shortcut[] }) {
  const t = useDialogStrings();
  const isApple = isApplePlatform(navigator.platform);
  if (shortcuts.length === 0) return null;
  return (
    <section className={styles['group']}>
      <h3 className={styles['heading']}>{t.shortcutGroup[group]}</h3>
      <dl>
        {shortcuts.map(({ action, keys }) => (
          <div key={action} className={styles['row']}>
            <dt>{t.shortcut[action]}</dt>
            <dd className={styles['keys']}>
              {keys.map((key) => (
                <kbd key={key} className={styles['key']}>
                  {keyName(key, isApple)}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
