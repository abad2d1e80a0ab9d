import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';

/** «Завтра, 09:00» for a moment (RFC 3339). */
export function useMoment(): (iso: string) => string {
  const t = useStrings(strings);
  const { relativeDay, time } = useTimeFormat();
  return (iso) => t.moment(relativeDay(iso), time(iso));
}
