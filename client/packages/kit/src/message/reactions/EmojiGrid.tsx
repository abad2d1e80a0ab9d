import { useRef, useState, type KeyboardEvent } from 'react';

import { withSkinTone, type EmojiEntry } from './emojiData.ts';
import styles from './EmojiPicker.module.css';

interface EmojiGridProps {
  entries: readonly EmojiEntry[];
  tone: number;
  onPick: (emoji: string) => void;
}

/** One tab stop: arrow keys go from emoji to emoji. */
export function EmojiGrid({ entries, tone, onPick }: EmojiGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const move = (event: KeyboardEvent) => {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const target = targetIndex(event.key, current, buttons);
    if (target === null) return;
    event.preventDefault();
    buttons[target]?.focus();
  };
  return (
    // The buttons take the focus; the keys move it among them.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={grid} className={styles['grid']} onKeyDown={move}>
      {entries.map((entry, index) => {
        const emoji = withSkinTone(entry, tone);
        return (
          <button
            key={entry.emoji}
            type="button"
            className={styles['emoji']}
            aria-label={entry.annotation}
            title={entry.annotation}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => {
              setCurrent(index);
            }}
            onClick={() => {
              onPick(emoji);
            }}
          >
            {emoji}
          </button>
        );
      })}
    </div>
  );
}

function targetIndex(key: string, current: number, buttons: readonly HTMLElement[]): number | null {
  const isRtl = buttons[0] !== undefined && getComputedStyle(buttons[0]).direction === 'rtl';
  const columns = columnsOf(buttons);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: isRtl ? 1 : -1,
    ArrowRight: isRtl ? -1 : 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -current,
    End: buttons.length - 1 - current,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const target = current + step;
  return target >= 0 && target < buttons.length ? target : current;
}

/** How many buttons stand in the first row. */
function columnsOf(buttons: readonly HTMLElement[]): number {
  const top = buttons[0]?.offsetTop;
  const next = buttons.findIndex(({ offsetTop }) => offsetTop !== top);
  return next === -1 ? buttons.length : next;
}
