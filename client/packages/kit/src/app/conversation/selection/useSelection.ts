import type { Message } from '@vestnik/sdk';
import { useBackLayer } from '@vestnik/ui/layers';
import { createContext, useMemo, useState } from 'react';

/** Messages that the user has selected, to do something with all of them. */
export interface Selection {
  /** In the order of the chat; null: nothing is being selected. */
  readonly messages: readonly Message[] | null;
  readonly start: (message: Message) => void;
  /** `isRange`: all messages from the one toggled last get the state of this one. */
  readonly toggle: (message: Message, isRange: boolean) => void;
  readonly end: () => void;
}

interface State {
  readonly ids: ReadonlySet<number>;
  /** The message that was toggled last. */
  readonly lastId: number;
}

export const SelectionContext = createContext<Selection | null>(null);

export function useSelection(messages: readonly Message[]): Selection {
  const [state, setState] = useState<State | null>(null);
  useBackLayer(state !== null, () => {
    setState(null);
  });
  return useMemo(
    () => ({
      messages:
        state === null
          ? null
          : messages.filter((one) => isSelectable(one) && state.ids.has(one.id)),
      start: ({ id }) => {
        setState({ ids: new Set([id]), lastId: id });
      },
      toggle: ({ id }, isRange) => {
        setState((before) => before && toggled(before, id, isRange ? messages : []));
      },
      end: () => {
        setState(null);
      },
    }),
    [messages, state],
  );
}

export function isSelectable({ type, deleted_at }: Message): boolean {
  return type !== 'system' && deleted_at === null;
}

/** With one message toggled, or the range of `messages` from the one toggled before to it. */
export function toggled(
  { ids, lastId }: State,
  id: number,
  messages: readonly Pick<Message, 'id'>[],
): State {
  const isSelected = !ids.has(id);
  const [first, last] = [Math.min(id, lastId), Math.max(id, lastId)];
  const range = messages.map((one) => one.id).filter((one) => one >= first && one <= last);
  const next = new Set(ids);
  for (const one of range.length === 0 ? [id] : range) {
    if (isSelected) next.add(one);
    else next.delete(one);
  }
  return { ids: next, lastId: id };
}
