/**
 * What was typed and not sent, per person and chat, in localStorage. The SDK forgets every key of a
 * person when they sign out.
 */

export function draftKey(userId: number, chatId: number): string {
  return `vestnik:draft:${userId}:${chatId}`;
}

export function readDraft(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    // Storage may be forbidden or full; a draft is a convenience.
    return '';
  }
}

/** Keeps `text`, or forgets the draft if there is nothing in it. */
export function writeDraft(key: string, text: string): void {
  const oldValue = readDraft(key);
  const newValue = text.trim() === '' ? null : text;
  if (oldValue === (newValue ?? '')) return;
  try {
    if (newValue === null) localStorage.removeItem(key);
    else localStorage.setItem(key, newValue);
  } catch {
    return;
  }
  // Other tabs hear of it from the browser; this one, whose chat list shows drafts, from here.
  window.dispatchEvent(new StorageEvent('storage', { key, oldValue, newValue }));
}
