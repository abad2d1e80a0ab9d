import {
  addressWith,
  idParam,
  pushAddress,
  replaceAddress,
  useSearchParams,
} from '@vestnik/ui/address';

export const VIEWS = [
  'reports',
  'unanswered',
  'statistics',
  'audit',
  'accesses',
  'erasure',
] as const;
export type View = (typeof VIEWS)[number];

export interface DeskAddress {
  /** Null: the first of the views that the user has. */
  readonly view: View | null;
  readonly chatId: number | null;
  /** The event of the chat whose moment is shown; null: the newest. */
  readonly position: number | null;
  readonly userId: number | null;
}

/** What the desk shows, from the parameters of the address. */
export function deskAddressOf(params: URLSearchParams): DeskAddress {
  return {
    view: VIEWS.find((view) => view === params.get('view')) ?? null,
    chatId: idParam(params, 'chat'),
    position: idParam(params, 'position'),
    userId: idParam(params, 'user'),
  };
}

/** An address without a path, which leads to another view of the desk. */
export function deskHref(
  view: View,
  { chatId, userId }: { chatId?: number; userId?: number } = {},
): string {
  const params = new URLSearchParams({ view });
  if (chatId !== undefined) params.set('chat', String(chatId));
  if (userId !== undefined) params.set('user', String(userId));
  return `?${params.toString()}`;
}

export interface UseDeskAddress extends DeskAddress {
  /** Shows another moment of the chat: no step of the browser's history. */
  readonly setPosition: (position: number) => void;
  readonly open: (href: string) => void;
  /** Goes to another view in place of this one, which the user was not to see. */
  readonly leave: (href: string) => void;
}

export function useDeskAddress(): UseDeskAddress {
  return {
    ...deskAddressOf(useSearchParams()),
    setPosition,
    open: pushAddress,
    leave: replaceAddress,
  };
}

function setPosition(position: number): void {
  replaceAddress(addressWith({ position }));
}
