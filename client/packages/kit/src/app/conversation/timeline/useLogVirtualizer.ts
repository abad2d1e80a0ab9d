import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { END_THRESHOLD_PX } from '../../../message/index.ts';
import {
  useCallback,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useState,
  type RefObject,
} from 'react';

import { estimateHeight } from './estimate.ts';
import { RowBuilder, type Row, type RowsInput } from './rows.ts';
import type { Jumps } from '../jumps/useJumps.ts';
import { scrollLog, ScrollAnchor } from './scrollAnchor.ts';

/** Room above the first row, where the history's spinner turns. */
export const EDGE_PX = 56;

/** Where the divider stands when the chat is opened: about a third from the top. */
const DIVIDER_FROM_TOP_PX = 180;

export interface LogVirtualizer {
  readonly rows: readonly Row[];
  readonly virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>;
  /** Undefined unless the divider of new messages is above the screen. */
  readonly jumpToDivider: (() => void) | undefined;
}

/** The rows, and which of them are in the page. Opens at the target, the divider, or the end. */
export function useLogVirtualizer(
  log: RefObject<HTMLDivElement | null>,
  { messages, pending, ownId, hasOlder, unreadFrom }: RowsInput,
  { targetId, count }: Pick<Jumps, 'targetId' | 'count'>,
): LogVirtualizer {
  const [builder] = useState(() => new RowBuilder());
  const [anchor] = useState(() => new ScrollAnchor());
  const rows = useMemo(() => {
    anchor.catchUp();
    return builder.build({ messages, pending, ownId, hasOlder, unreadFrom });
  }, [builder, anchor, messages, pending, ownId, hasOlder, unreadFrom]);

  // A new function for new rows only: it is what tells the virtualizer to lay them out.
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  // Its functions answer otherwise after each scroll; nothing here memoises what they said.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => log.current,
    getItemKey,
    estimateSize: (index) => {
      const row = rows[index];
      return row ? estimateHeight(row) : 0;
    },
    overscan: 8,
    scrollToFn: scrollLog,
    paddingStart: hasOlder ? EDGE_PX : 12,
    paddingEnd: 4,
    scrollPaddingStart: DIVIDER_FROM_TOP_PX,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_THRESHOLD_PX,
  });
  useLayoutEffect(() => anchor.follow(virtualizer), [anchor, virtualizer]);

  const { target, divider } = useIndices(rows, targetId);
  useLayoutEffect(() => {
    anchor.open(target < 0 ? divider : target);
  }, [anchor, divider, target]);
  const jump = useEffectEvent(() => {
    if (target >= 0) anchor.jumpTo(target);
  });
  useLayoutEffect(() => {
    if (count > 0) jump();
  }, [count]);

  const isDividerAbove = divider >= 0 && divider < (virtualizer.range?.startIndex ?? 0);
  return {
    rows,
    virtualizer,
    jumpToDivider: isDividerAbove
      ? () => {
          anchor.jumpTo(divider);
        }
      : undefined,
  };
}

/** The indices of the target's row and of the divider of new messages; -1 if there is none. */
function useIndices(rows: readonly Row[], targetId: number | null) {
  const target = useMemo(
    () => rows.findIndex((row) => row.kind === 'message' && row.message.id === targetId),
    [rows, targetId],
  );
  const divider = useMemo(() => rows.findIndex((row) => row.kind === 'unread'), [rows]);
  return { target, divider };
}
