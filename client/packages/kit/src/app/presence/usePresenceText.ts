import { usePresence } from '@vestnik/sdk/react';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';

export interface PresenceText {
  readonly isOnline: boolean;
  /** «в сети», «был(а) в сети вчера»; null where nothing is known. */
  readonly text: string | null;
}

/** The presence of a user in words. */
export function usePresenceText(userId: number | null): PresenceText {
  const t = useStrings(strings);
  const { time, relativeDay, dayKey } = useTimeFormat();
  const { data: presence } = usePresence(userId);
  if (presence === undefined) return { isOnline: false, text: null };
  const { isOnline, lastSeen } = presence;
  if (isOnline) return { isOnline, text: t.online };
  if (lastSeen === null) return { isOnline, text: null };
  const isToday = dayKey(lastSeen) === dayKey(new Date().toISOString());
  return {
    isOnline,
    text: isToday ? t.seenAt(time(lastSeen)) : t.seenOn(uncapitalised(relativeDay(lastSeen))),
  };
}

function uncapitalised(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
