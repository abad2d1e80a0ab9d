import { VisuallyHidden } from '@vestnik/ui';
import { Suspense, useId, type KeyboardEvent, type RefObject } from 'react';

import { lazyPart } from '../lazyPart.ts';
import { isCoarsePointer } from '../pointer.ts';
import { transferredFiles } from './attachmentRules.ts';
import styles from './Composer.module.css';
import { mentionOptionId } from './mentions.ts';
import { useComposerStrings } from './strings.ts';
import type { Mentions } from './useMentions.ts';

const MentionList = lazyPart(() => import('./MentionList.tsx'));

export interface ComposerNotifier {
  /** A key was pressed, and the field is not empty. */
  onInput(): void;
  /** The field is empty, or was left. */
  onStop(): void;
}

/** Whether the key formatted the text of its field. */
export type FormatByKey = (event: KeyboardEvent<HTMLTextAreaElement>, text: string) => boolean;

interface ComposerFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  /** Null: no files can be pasted. */
  onFiles: ((files: File[]) => void) | null;
  onEscape: (() => void) | undefined;
  onEditLast: (() => void) | undefined;
  notifier: ComposerNotifier | null;
  mentions: Mentions | undefined;
  onFormat: FormatByKey | undefined;
  isInvalid: boolean;
  describedBy: string | undefined;
}

/** The text field: it grows with its text, suggests members and knows the composer's keys. */
export function ComposerField(props: ComposerFieldProps) {
  const { field, text, onText, onFiles, notifier, mentions, isInvalid, describedBy } = props;
  const t = useComposerStrings();
  const fieldId = useId();
  const listId = useId();
  const active = mentions?.suggestions[mentions.activeIndex];

  return (
    <div className={styles['box']}>
      <VisuallyHidden aria-live="polite">
        {mentions && active ? t.suggestionCount(mentions.suggestions.length) : ''}
      </VisuallyHidden>
      {mentions && active ? (
        <Suspense>
          <MentionList id={listId} mentions={mentions} />
        </Suspense>
      ) : null}
      <div className={styles['grow']} data-text={`${text}\n`}>
        <textarea
          ref={field}
          id={fieldId}
          className={styles['field']}
          dir="auto"
          aria-label={t.message}
          aria-describedby={describedBy}
          aria-invalid={isInvalid || undefined}
          aria-autocomplete={active ? 'list' : undefined}
          aria-controls={active && listId}
          aria-activedescendant={active && mentionOptionId(listId, active)}
          placeholder={t.message}
          rows={1}
          value={text}
          onChange={({ target }) => {
            onText(target.value);
            mentions?.update(target.value, target.selectionStart);
            if (target.value.trim() === '') notifier?.onStop();
            else notifier?.onInput();
          }}
          onSelect={({ currentTarget }) => {
            mentions?.update(currentTarget.value, currentTarget.selectionStart);
          }}
          onBlur={() => {
            notifier?.onStop();
            mentions?.close();
          }}
          onKeyDown={(event) => {
            handleKey(event, props);
          }}
          onPaste={(event) => {
            const files = onFiles === null ? [] : transferredFiles(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            onFiles?.(files);
          }}
        />
      </div>
    </div>
  );
}

function handleKey(event: KeyboardEvent<HTMLTextAreaElement>, props: ComposerFieldProps): void {
  // The key that ends a composition (Chinese, Japanese) only picks a word.
  if (event.nativeEvent.isComposing) return;
  const { text, mentions, onFormat, onSend, onEscape, onEditLast } = props;
  if (mentions?.press(event) === true) {
    // Escape closes the suggestions, and nothing else.
    event.stopPropagation();
  } else if (onFormat?.(event, text) === true) {
    // Its key has no other meaning.
  } else if (event.key === 'Escape' && onEscape) onEscape();
  else if (event.key === 'ArrowUp' && text === '' && onEditLast) onEditLast();
  else if (event.key === 'Enter' && !event.shiftKey && !isCoarsePointer()) onSend();
  else return;
  event.preventDefault();
}
