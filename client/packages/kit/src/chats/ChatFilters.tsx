import { Badge, clsx } from '@vestnik/ui';

import styles from './ChatFilters.module.css';
import { CHAT_FILTERS, type ChatFilter } from './filters.ts';
import { useChatsStrings } from './strings.ts';

interface ChatFiltersProps {
  value: ChatFilter;
  onChange: (filter: ChatFilter) => void;
  /** Those that are offered. */
  filters?: readonly ChatFilter[];
  /** Unread chats of each filter: see `unreadChats`. */
  counts?: Partial<Readonly<Record<ChatFilter, number>>>;
}

/** Which chats the list shows. */
export function ChatFilters({
  value,
  onChange,
  filters = CHAT_FILTERS,
  counts = {},
}: ChatFiltersProps) {
  const t = useChatsStrings();
  return (
    <div role="group" aria-label={t.filters} className={styles['filters']}>
      {filters.map((filter) => {
        const count = counts[filter] ?? 0;
        return (
          <button
            key={filter}
            type="button"
            className={clsx(styles['filter'], filter === value && styles['chosen'])}
            aria-pressed={filter === value}
            onClick={() => {
              onChange(filter);
            }}
          >
            {t.filter[filter]}
            {count > 0 ? (
              <Badge tone="soft" role="img" aria-label={t.unread(count)}>
                {count}
              </Badge>
            ) : null}
          </button>
        );
      })}
    </div>
  );
}
