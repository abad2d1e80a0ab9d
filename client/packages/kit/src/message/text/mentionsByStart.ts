import type { Mention } from '@vestnik/sdk/model';

import type { MentionsByStart } from './nodes.ts';

/** The mentions that stand in a text. Of several people of one name the first one is whom a click opens. */
export function mentionsByStart(mentions: readonly Mention[]): MentionsByStart {
  const found = new Map<number, { userId: number; to: number }>();
  for (const { user_id: userId, start, end: to } of mentions) {
    if (start === null || to === null || to <= start || found.has(start)) continue;
    found.set(start, { userId, to });
  }
  return found;
}
