import { clsx } from '@vestnik/ui';
import { useLongPress } from '@vestnik/ui/chat';
import { useTimeFormat } from '@vestnik/ui/format';
import { BellOff } from 'lucide-react';
import type { KeyboardEvent, MouseEvent as ReactMouseEvent, ReactNode } from 'react';

import { DeliveryMark, type Delivery } from './Delivery.tsx';
import { anchorUnder, type MenuAnchor } from './menuAnchor.ts';
import styles from './MessageBubble.module.css';
import { useMessageStrings } from './strings.ts';
import { useDoubleTap } from './useDoubleTap.ts';

export interface MessageFrameProps {
  /** Who wrote it, for a screen reader. */
  author: string;
  /** The same name above the bubble, where two others speak. */
  shownName: string | null;
  /** Called by a click on that name. */
  onAuthor?: (() => void) | undefined;
  createdAt: string;
  side: 'start' | 'end';
  isOwn: boolean;
  /** Marked so, with what is known of its text. */
  isDeleted: boolean;
  isEdited?: boolean;
  /** Nobody was notified of it. */
  isSilent?: boolean | undefined;
  endsGroup: boolean;
  /** Null in other people's messages. */
  delivery: Delivery | null;
  /** Marked for a moment, after a jump to it. */
  isTarget?: boolean;
  /** Beside the first message of a group: the picture of its author. */
  avatar?: ReactNode;
  /** What it answers. */
  quote?: ReactNode;
  forwarded?: ReactNode;
  attachments?: ReactNode;
  text: ReactNode;
  /** Under the text: `Reactions`. */
  reactions?: ReactNode;
  /** A button beside the bubble. */
  action?: ReactNode;
  /** What stands under the bubble. */
  note?: ReactNode;
  /** Messages are being selected: a check box stands beside each. */
  selection?: MessageSelection | undefined;
  /** The log moves the focus among messages: neither they nor their links are tab stops. */
  isRoving?: boolean;
  /** Called by a long press of a finger, the context menu, and by Enter on the message. */
  onMenu?: ((anchor: MenuAnchor) => void) | undefined;
  /** Called by a double click on the bubble, or two taps of a finger. */
  onDoubleTap?: (() => void) | undefined;
}

export interface MessageSelection {
  readonly isSelected: boolean;
  /** `isRange`: with Shift. */
  readonly onToggle: (isRange: boolean) => void;
}

/**
 * One message, on its way or arrived: the same element all along, so that nothing flickers. It knows
 * nothing of texts, so that a host with another `text` does not load the parser.
 */
export function MessageFrame(props: MessageFrameProps) {
  const { author, createdAt, side, endsGroup, isTarget = false, isRoving = false } = props;
  const { avatar, action, note, selection, onMenu } = props;
  const { time } = useTimeFormat();
  const openByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    if (!selection && !onMenu) return;
    event.preventDefault();
    selection?.onToggle(event.shiftKey);
    onMenu?.(anchorUnder(event.currentTarget));
  };
  const toggle = (event: ReactMouseEvent<HTMLElement>) => {
    const { target } = event;
    if (!(target instanceof Element) || target.closest(CLICKS_IN_SELECTION) !== null) return;
    event.preventDefault();
    event.stopPropagation();
    selection?.onToggle(event.shiftKey);
  };
  return (
    // Its own controls are inside; Enter on it is a short cut to them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={clsx(
        styles['message'],
        endsGroup && styles['endsGroup'],
        isTarget && styles['isTarget'],
        selection?.isSelected && styles['isSelected'],
      )}
      aria-label={`${author}, ${time(createdAt)}`}
      data-side={side}
      data-target={isTarget || undefined}
      tabIndex={isRoving ? -1 : undefined}
      onKeyDown={openByKey}
      {...(selection && { onClickCapture: toggle, onMouseDown: keepTextSelection })}
    >
      <AuthorName {...props} />
      <div className={styles['line']}>
        {selection === undefined ? null : <SelectionBox {...selection} />}
        {avatar === undefined ? null : <span className={styles['avatar']}>{avatar}</span>}
        <Bubble {...props} />
        {action}
      </div>
      {note}
    </article>
  );
}

function AuthorName({ shownName, onAuthor }: MessageFrameProps) {
  if (shownName === null) return null;
  if (!onAuthor) {
    return (
      <p className={styles['name']} aria-hidden="true">
        {shownName}
      </p>
    );
  }
  return (
    <button type="button" className={styles['name']} onClick={onAuthor}>
      {shownName}
    </button>
  );
}

function Bubble(props: MessageFrameProps) {
  const { isOwn, isDeleted, delivery, text, onMenu } = props;
  const t = useMessageStrings();
  const longPress = useLongPress(
    onMenu &&
      ((x, y) => {
        onMenu({ x, y, isTouch: true });
      }),
  );
  const doubleTap = useDoubleTap(props.onDoubleTap, OWN_CLICKS);
  const openContextMenu = (event: ReactMouseEvent<HTMLElement>) => {
    longPress?.onContextMenu(event);
    if (event.defaultPrevented || !onMenu || needsNativeMenu(event)) return;
    event.preventDefault();
    onMenu({ x: event.clientX, y: event.clientY, isTouch: false });
  };
  return (
    // By keyboard the message itself opens the menu.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={clsx(
        styles['bubble'],
        isOwn && styles['own'],
        isDeleted && styles['isDeleted'],
        delivery === 'failed' && styles['failed'],
        onMenu && styles['hasMenu'],
      )}
      {...longPress}
      {...doubleTap}
      onContextMenu={openContextMenu}
    >
      {isDeleted ? <span className={styles['deletedMark']}>{t.deleted}</span> : null}
      {props.forwarded}
      {props.quote}
      {props.attachments}
      {text}
      <Meta {...props} />
      {props.reactions}
    </div>
  );
}

function Meta({ createdAt, isEdited = false, isSilent, delivery }: MessageFrameProps) {
  const t = useMessageStrings();
  const { time, fullDateTime } = useTimeFormat();
  return (
    <span className={styles['meta']}>
      {isEdited ? <span>{t.edited}</span> : null}
      {isSilent ? <BellOff size={13} role="img" aria-label={t.silent} /> : null}
      <time dateTime={createdAt} title={fullDateTime(createdAt)} aria-hidden="true">
        {time(createdAt)}
      </time>
      {delivery === null ? null : <DeliveryMark delivery={delivery} />}
    </span>
  );
}

function SelectionBox({ isSelected, onToggle }: MessageSelection) {
  const t = useMessageStrings();
  return (
    <label className={styles['selection']}>
      <input
        type="checkbox"
        aria-label={t.select}
        checked={isSelected}
        onChange={({ nativeEvent }) => {
          onToggle(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
        }}
      />
    </label>
  );
}

/** The same while messages are selected: pictures, files and links are then parts of the message. */
const CLICKS_IN_SELECTION = 'input, label, audio, video';

/** What a click inside of a message is for. */
const OWN_CLICKS = 'a, button, input, label, audio, video';

/** A range of messages is no range of text. */
function keepTextSelection(event: ReactMouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}

/** The browser's own menu copies links, pictures and selected text. */
function needsNativeMenu({ target }: ReactMouseEvent): boolean {
  const isMedia = target instanceof Element && target.closest('a, img, video, audio') !== null;
  return isMedia || window.getSelection()?.isCollapsed === false;
}
