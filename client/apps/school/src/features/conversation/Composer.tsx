import { IconButton, classes } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { SendHorizontal } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';

import { draftKey } from '../../drafts/index.ts';
import styles from './Composer.module.css';
import { LONGEST_MESSAGE, NEAR_LIMIT, countCharacters } from './length.ts';
import { messages } from './messages.ts';
import { useDraft } from './useDraft.ts';

interface ComposerProps {
  userId: number;
  chatId: number;
  onSend: (content: string) => void;
}

/** Where one writes. Its text is kept until it is sent. */
export function Composer({ userId, chatId, onSend }: ComposerProps) {
  const t = useText(messages);
  const [text, setText] = useDraft(draftKey(userId, chatId));
  const field = useRef<HTMLTextAreaElement>(null);
  const fieldId = useId();
  const countId = useId();
  const characters = countCharacters(text.trim());
  const canSend = characters > 0 && characters <= LONGEST_MESSAGE;

  useEffect(() => {
    // On a touch screen the keyboard would cover what one came to read.
    if (!isTouch()) field.current?.focus({ preventScroll: true });
  }, []);

  const send = () => {
    if (!canSend) return;
    onSend(text.trim());
    setText('');
    field.current?.focus({ preventScroll: true });
  };

  const sendOnEnter = (event: KeyboardEvent) => {
    // The Enter that ends a composition (Chinese, Japanese) only picks a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    if (isTouch()) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={styles['grow']} data-text={`${text}\n`}>
        <textarea
          ref={field}
          id={fieldId}
          className={styles['field']}
          aria-label={t.message}
          aria-describedby={characters >= NEAR_LIMIT ? countId : undefined}
          aria-invalid={characters > LONGEST_MESSAGE || undefined}
          placeholder={t.message}
          rows={1}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
          onKeyDown={sendOnEnter}
        />
      </div>
      <IconButton
        className={styles['send']}
        label={t.send}
        type="submit"
        disabled={!canSend}
        onMouseDown={(event) => {
          // The focus stays in the field, and a phone's keyboard with it.
          event.preventDefault();
        }}
      >
        <SendHorizontal size={20} aria-hidden="true" />
      </IconButton>
      {characters >= NEAR_LIMIT ? (
        <p
          id={countId}
          className={classes(styles['count'], characters > LONGEST_MESSAGE && styles['tooLong'])}
          aria-live="polite"
        >
          {characters > LONGEST_MESSAGE
            ? t.tooLong(characters - LONGEST_MESSAGE)
            : t.charactersLeft(LONGEST_MESSAGE - characters)}
        </p>
      ) : null}
    </form>
  );
}

function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}
