import { useChatAt, type TimelineEntry, type UseChatAt, type UseTimeline } from '@vestnik/sdk/desk';
import { useMemo } from 'react';

import { useDeskAddress } from '../shared/address.ts';
import { byTime, formerTexts } from './formerTexts.ts';

const NO_EVENTS: readonly TimelineEntry[] = [];

export interface UseMoments {
  readonly entries: readonly TimelineEntry[];
  /** The texts that edits replaced, by the position of the edit. */
  readonly former: ReadonlyMap<number, string | null>;
  /** Of the entry whose moment is shown. */
  readonly index: number;
  readonly choose: (index: number) => void;
  /** The chat at that moment. */
  readonly past: UseChatAt;
}

/** The events of a chat by time, and the chat at the moment of the one that the address names. */
export function useMoments(chatId: number, timeline: UseTimeline): UseMoments {
  const { data, isFetchingNextPage } = timeline;
  const events = data?.entries ?? NO_EVENTS;
  const { position, setPosition } = useDeskAddress();
  const former = useMemo(() => formerTexts(events), [events]);
  const entries = useMemo(() => byTime(events), [events]);
  const chosen = entries.findIndex((entry) => entry.position === position);
  const index = chosen === -1 ? entries.length - 1 : chosen;
  // The newest moment is known when all events are loaded.
  const isKnown = chosen !== -1 || !isFetchingNextPage;
  const past = useChatAt(chatId, isKnown ? (entries[index]?.at ?? null) : null);
  const choose = (to: number) => {
    const target = entries[to];
    if (target !== undefined) setPosition(target.position);
  };
  return { entries, former, index, choose, past };
}
