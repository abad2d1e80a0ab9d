import type { Settings } from '../settings.ts';

/**
 * The account whose sign-in the browser has in a cookie, where the page and the chat have one
 * origin: elsewhere browsers do not send it. Null: none, or only a guest's.
 */
export async function cookieAccount({ baseUrl }: Settings): Promise<string | null> {
  const url = new URL(`${baseUrl}/v1/market/me`, location.href);
  if (url.origin !== location.origin) return null;
  // Opening the chat reports that the server cannot be reached.
  const response = await fetch(url, { credentials: 'same-origin' }).catch(() => null);
  if (response?.ok !== true) return null;
  const me: unknown = await response.json().catch(() => null);
  return isAccount(me) ? String(me.id) : null;
}

function isAccount(me: unknown): me is { readonly id: number } {
  return typeof me === 'object' && me !== null && 'id' in me && 'role' in me && me.role !== 'guest';
}
