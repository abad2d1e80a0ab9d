import { SendHorizontal } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

import { IconButton, classes } from '../components/index.ts';
import { useText } from '../i18n/index.ts';
import styles from './Composer.module.css';
import { LONGEST_MESSAGE, NEAR_LIMIT, countCharacters } from './length.ts';
import { messages } from './messages.ts';

interface ComposerProps {
  text: string;
  onText: (text: string) => void;
  /** Without the white space around it, and not empty. */
  onSend: (text: string) => void;
  /** Tells the others: a key was pressed, and the field is not empty; or it is, or was left. */
  notice?: { onInput(): void; onStop(): void } | null;
  onEscape?: (() => void) | undefined;
  /** What stands over the field: what is being answered. */
  children?: ReactNode;
}

/** Where one writes. Mounted anew, it takes the focus. */
export function Composer({ text, onText, onSend, notice, onEscape, children }: ComposerProps) {
  const t = useText(messages);
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
    notice?.onStop();
    onSend(text.trim());
    field.current?.focus({ preventScroll: true });
  };

  const press = (event: KeyboardEvent) => {
    // What ends a composition (Chinese, Japanese) only picks a word.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onEscape?.();
    if (event.key !== 'Enter' || event.shiftKey || isTouch()) return;
    event.preventDefault();
    send();
  };

  const change = (changed: string) => {
    onText(changed);
    if (changed.trim() === '') notice?.onStop();
    else notice?.onInput();
  };

  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children === undefined || children === null ? null : (
        <div className={styles['over']}>{children}</div>
      )}
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
            change(event.target.value);
          }}
          onBlur={() => {
            notice?.onStop();
          }}
          onKeyDown={press}
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
