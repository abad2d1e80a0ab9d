import type { TimelineEntry } from '@vestnik/sdk/desk';
import { Button } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useId, useRef } from 'react';

import styles from './AuditView.module.css';
import { strings } from './strings.ts';
import { TimelineItem } from './TimelineItem.tsx';

/** Entries that are drawn at a time. */
const CHUNK = 200;

interface TimelineListProps {
  entries: readonly TimelineEntry[];
  /** The texts that edits replaced, by the position of the edit. */
  former: ReadonlyMap<number, string | null>;
  /** Of the chosen entry. */
  index: number;
  hasMore: boolean;
  isFetchingMore: boolean;
  onMore: () => void;
  onChoose: (index: number) => void;
}

/** The events around the chosen one, the oldest first. */
export function TimelineList(props: TimelineListProps) {
  const { entries, former, index, hasMore, isFetchingMore, onMore, onChoose } = props;
  const t = useStrings(strings);
  const headingId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const start = Math.floor(index / CHUNK) * CHUNK;
  const end = Math.min(entries.length, start + CHUNK);

  useEffect(() => {
    if (scroller.current !== null) showCurrent(scroller.current);
  }, [index, end]);

  return (
    <section className={styles['panel']} aria-labelledby={headingId}>
      <h3 id={headingId} className={styles['heading']}>
        {t.events}
      </h3>
      <div ref={scroller} className={styles['scroller']}>
        {start === 0 ? null : (
          <Button
            onClick={() => {
              onChoose(start - 1);
            }}
          >
            {t.earlier}
          </Button>
        )}
        <ol className={styles['entries']}>
          {entries.slice(start, end).map((entry, offset) => (
            <TimelineItem
              key={entry.position}
              entry={entry}
              former={former.get(entry.position)}
              isCurrent={start + offset === index}
              isFuture={start + offset > index}
              onChoose={() => {
                onChoose(start + offset);
              }}
            />
          ))}
        </ol>
        {end === entries.length ? null : (
          <Button
            onClick={() => {
              onChoose(end);
            }}
          >
            {t.later}
          </Button>
        )}
        {hasMore && end === entries.length ? (
          <Button isPending={isFetchingMore} onClick={onMore}>
            {t.more}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** Scrolls the list alone: the slider must not move away while it is used. */
function showCurrent(scroller: HTMLElement): void {
  const current = scroller.querySelector('[aria-current]')?.getBoundingClientRect();
  if (current === undefined) return;
  const { top, bottom } = scroller.getBoundingClientRect();
  if (current.top < top) scroller.scrollTop -= top - current.top;
  else if (current.bottom > bottom) scroller.scrollTop += current.bottom - bottom;
}
