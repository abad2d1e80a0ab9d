import {
  Suspense,
  useCallback,
  useEffect,
  useId,
  useRef,
  type ReactNode,
  type RefObject,
} from 'react';

import { lazyPart } from '../lazyPart.ts';
import type { MenuItem } from '../menu/index.ts';
import { isCoarsePointer } from '../pointer.ts';
import { AttachButton } from './AttachButton.tsx';
import { DEFAULT_ATTACHMENT_RULES, type AttachmentRules } from './attachmentRules.ts';
import type { PendingAttachment } from './AttachmentTray.tsx';
import { CharacterCount } from './CharacterCount.tsx';
import type { ComposerMessage, SendOptions } from './composerMessage.ts';
import styles from './Composer.module.css';
import { ComposerField, type ComposerNotifier, type FormatByKey } from './ComposerField.tsx';
import { useDroppedFiles } from './FileDropZone.tsx';
import { MAX_MESSAGE_LENGTH, lengthState } from './length.ts';
import { replaceRange } from './textField.ts';
import { SendButton } from './SendButton.tsx';
import { useAttachmentInput } from './useAttachmentInput.ts';
import type { Mentions } from './useMentions.ts';

const AttachmentProblems = lazyPart(() => import('./AttachmentProblems.tsx'));
const AttachmentTray = lazyPart(() => import('./AttachmentTray.tsx'));

/** The files of the message. The host prepares them and gives their states back. */
export interface ComposerAttachments {
  readonly items: readonly PendingAttachment[];
  readonly rules?: AttachmentRules;
  readonly onAdd: (files: File[]) => void;
  readonly onRemove: (key: string) => void;
}

export interface PlainComposerProps {
  text: string;
  onText: (text: string) => void;
  onSend: (message: ComposerMessage) => void;
  /** In characters as Unicode counts them. */
  maxLength?: number;
  /** Informs the others that the user types: the SDK's `TypingNotifier`. */
  notifier?: ComposerNotifier | null;
  onEscape?: (() => void) | undefined;
  /** The arrow up was pressed in the empty composer. */
  onEditLast?: (() => void) | undefined;
  /** The text is that of a message that was sent: the button saves it. */
  isEditing?: boolean;
  /** Absent: no files can be attached (`me.can` lacks `attach`). */
  attachments?: ComposerAttachments | undefined;
  /** Further items in the menu of «Attach», which is also there if no files can be attached. */
  attachItems?: readonly MenuItem[] | undefined;
  /** Absent: the composer suggests no mentions. */
  mentions?: Mentions | undefined;
  /** Absent: texts have no formatting. */
  onFormat?: FormatByKey | undefined;
  /** Who sets `mentions` needs it. */
  field?: RefObject<HTMLTextAreaElement | null>;
  /** Above the field: a `ComposerBanner`. */
  banner?: ReactNode;
  /** Below the field. */
  footer?: ReactNode;
  /** A button that opens a choice of emoji and calls `insert` with the chosen one. */
  emoji?: (insert: (emoji: string) => void) => ReactNode;
  /** Instead of the button that sends while there is nothing to send: a `VoiceRecorder`. */
  voice?: ReactNode;
  sendOptions?: SendOptions;
}

const NO_ITEMS: readonly PendingAttachment[] = [];
const NO_MENU_ITEMS: readonly MenuItem[] = [];
const ignore = () => undefined;

/**
 * The form that a plain text is written in. Takes the focus when it is mounted. Apart from `Composer`,
 * so that pages of plain texts do not load what they have no use for.
 */
export function PlainComposer(props: PlainComposerProps) {
  const { text, onText, onSend, notifier, banner, footer, emoji, voice, attachments, mentions } =
    props;
  const { isEditing = false, maxLength = MAX_MESSAGE_LENGTH } = props;
  const countId = useId();
  const ownField = useRef<HTMLTextAreaElement>(null);
  const field = props.field ?? ownField;
  const { items, rules, add, input, menuItems } = useFiles(props);

  const { trimmed, length, isEmpty, isWaiting, canSend } = contentState(text, items, maxLength);
  useInitialFocus(field);
  const take =
    canSend &&
    (() => {
      notifier?.onStop();
      field.current?.focus({ preventScroll: true });
      return { text: trimmed, mentions: mentions?.mentionsIn(trimmed) ?? [] };
    });
  const send = () => {
    if (take) onSend(take());
  };

  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {banner ? <div className={styles['row']}>{banner}</div> : null}
      <Attached attachments={attachments} input={input} />
      <div className={styles['line']}>
        <FileButton add={add} rules={rules} count={items.length} menuItems={menuItems} />
        <ComposerField
          field={field}
          text={text}
          onText={onText}
          onSend={send}
          onFiles={add}
          onEscape={props.onEscape}
          onEditLast={items.length === 0 ? props.onEditLast : undefined}
          notifier={notifier ?? null}
          mentions={mentions}
          onFormat={props.onFormat}
          isInvalid={length.isTooLong}
          describedBy={length.charactersLeft === null ? undefined : countId}
        />
        {emoji ? <EmojiSlot render={emoji} field={field} /> : null}
        {isEmpty && !isEditing && voice ? (
          voice
        ) : (
          <SendButton {...{ isEditing, isWaiting }} take={take} options={props.sendOptions} />
        )}
      </div>
      <CharacterCount id={countId} charactersLeft={length.charactersLeft} />
      {footer ? <div className={styles['row']}>{footer}</div> : null}
    </form>
  );
}

function contentState(text: string, items: readonly PendingAttachment[], maxLength: number) {
  const trimmed = text.trim();
  const length = lengthState(trimmed, maxLength);
  const isEmpty = trimmed === '' && items.length === 0;
  const isWaiting = items.some(({ state }) => state !== 'ready');
  const canSend = !isEmpty && !length.isTooLong && !isWaiting;
  return { trimmed, length, isEmpty, isWaiting, canSend };
}

function useInitialFocus(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    // On a touch screen the keyboard would cover the messages.
    const { current } = field;
    if (current === null || isCoarsePointer()) return;
    current.focus({ preventScroll: true });
    // Behind the draft, or the text that is edited.
    current.setSelectionRange(current.value.length, current.value.length);
  }, [field]);
}

interface FileButtonProps {
  /** Null: no files can be attached now. */
  add: ((files: File[]) => void) | null;
  rules: AttachmentRules;
  count: number;
  menuItems: readonly MenuItem[];
}

function FileButton({ add, rules, count, menuItems }: FileButtonProps) {
  if (add === null && menuItems.length === 0) return null;
  const isFull = count >= rules.maxCount;
  return (
    <AttachButton
      isImagesOnly={rules.isImagesOnly}
      isDisabled={isFull && menuItems.length === 0}
      onFiles={isFull ? null : add}
      items={menuItems}
    />
  );
}

interface AttachedProps extends Pick<PlainComposerProps, 'attachments'> {
  input: ReturnType<typeof useAttachmentInput>;
}

/** The files of the message, and why others were not added. */
function Attached({ attachments, input }: AttachedProps) {
  return (
    <>
      {input.problems.length > 0 ? (
        <Suspense>
          <AttachmentProblems problems={input.problems} onDismiss={input.dismissProblems} />
        </Suspense>
      ) : null}
      {attachments && attachments.items.length > 0 ? (
        <Suspense>
          <AttachmentTray {...attachments} />
        </Suspense>
      ) : null}
    </>
  );
}

function useFiles({ attachments, attachItems, isEditing = false }: PlainComposerProps) {
  const items = attachments?.items ?? NO_ITEMS;
  const rules = attachments?.rules ?? DEFAULT_ATTACHMENT_RULES;
  const input = useAttachmentInput(rules, items.length, attachments?.onAdd ?? ignore);
  const canAttach = attachments !== undefined && !isEditing;
  const add = canAttach ? input.add : null;
  useDroppedFiles(add);
  const menuItems = isEditing ? NO_MENU_ITEMS : (attachItems ?? NO_MENU_ITEMS);
  return { items, rules, add, input, menuItems };
}

interface EmojiSlotProps {
  render: (insert: (emoji: string) => void) => ReactNode;
  field: RefObject<HTMLTextAreaElement | null>;
}

function EmojiSlot({ render, field }: EmojiSlotProps) {
  const insert = useCallback(
    (emoji: string) => {
      const element = field.current;
      if (element) replaceRange(element, element.selectionStart, element.selectionEnd, emoji);
    },
    [field],
  );
  return render(insert);
}
