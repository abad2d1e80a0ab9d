import { IconButton } from '@vestnik/ui';
import { Check, SendHorizontal } from 'lucide-react';

import type { SendOptions, TakeMessage } from './composerMessage.ts';
import styles from './Composer.module.css';
import { useComposerStrings } from './strings.ts';

interface SendButtonProps {
  /** It saves a message that was sent before. */
  isEditing: boolean;
  /** Files are on their way. */
  isWaiting: boolean;
  take: TakeMessage;
  options: SendOptions;
}

export function SendButton({ isEditing, isWaiting, take, options }: SendButtonProps) {
  const t = useComposerStrings();
  const label = isEditing ? t.save : t.send;
  return (
    <>
      <IconButton
        className={styles['send']}
        label={label}
        title={isWaiting ? t.waitingForUploads : label}
        type="submit"
        disabled={!take}
        onMouseDown={(event) => {
          // The focus stays in the field, and a phone's keyboard with it.
          event.preventDefault();
        }}
      >
        {isEditing ? (
          <Check size={20} aria-hidden="true" />
        ) : (
          <SendHorizontal className={styles['arrow']} size={20} aria-hidden="true" />
        )}
      </IconButton>
      {options?.(take)}
    </>
  );
}
