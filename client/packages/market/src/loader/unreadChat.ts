import type { Settings } from '../settings.ts';
import type { Visitor } from '../visitor.ts';

interface ListedChat {
  readonly id: number;
  readonly unread_count: number;
}

/**
 * A chat in which the visitor, as a buyer, has an unread reply; null if there is none, or if the
 * server cannot be reached. One small request, so that pages without news load nothing else.
 */
export async function findUnreadChat(settings: Settings, visitor: Visitor): Promise<number | null> {
  const token = visitor.token();
  try {
    const response = await fetch(`${settings.baseUrl}/api/chat/chats/my?is_seller=false`, {
      // A cookie may be of another user than the token.
      credentials: token === '' ? 'include' : 'omit',
      ...(token !== '' && { headers: { Authorization: `Bearer ${token ?? ''}` } }),
    });
    const renewed = response.headers.get('Guest-Token');
    if (renewed !== null && visitor.isGuest) visitor.setGuestToken(renewed);
    if (!response.ok) return null;
    const chats = (await response.json()) as readonly ListedChat[];
    return chats.find(({ unread_count }) => unread_count > 0)?.id ?? null;
  } catch {
    return null;
  }
}
