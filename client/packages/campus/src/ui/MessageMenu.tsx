import { Button, Dialog, DialogActions } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';

import type { Message } from '../model/types/chat.ts';
import type { Cast } from './cast.ts';
import { choicesOf, type MessageActions } from './choices.ts';
import styles from './MessageMenu.module.css';
import { messages } from './messages.ts';

interface MessageMenuProps {
  /** Null: it is closed. */
  message: Message | null;
  cast: Cast;
  actions: MessageActions;
  onClose: () => void;
}

/** What may be done with a message, where there is no pointer to show it beside each. */
export function MessageMenu({ message, cast, actions, onClose }: MessageMenuProps) {
  const t = useText(messages);
  return (
    <Dialog isOpen={message !== null} title={t.actions} onClose={onClose}>
      {message === null ? null : (
        <>
          <p className={styles['text']}>{message.text}</p>
          <div className={styles['choices']}>
            {choicesOf(message, cast).map(({ name, Icon }) => (
              <Button
                key={name}
                icon={<Icon size={18} aria-hidden="true" />}
                onClick={() => {
                  onClose();
                  actions[name](message);
                }}
              >
                {t[name]}
              </Button>
            ))}
          </div>
        </>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
      </DialogActions>
    </Dialog>
  );
}
