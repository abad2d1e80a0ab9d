import type { Hit } from '@vestnik/sdk/model';
import { useTimeFormat } from '@vestnik/ui/format';
import { useId, type ReactNode } from 'react';

import { excerptParts } from './highlight.ts';
import { messagePreview } from './preview.ts';
import styles from './SearchPanel.module.css';
import { useChatsStrings } from './strings.ts';

interface SearchHitProps {
  hit: Hit;
  author: ReactNode;
  title: ReactNode;
  onOpen: (hit: Hit) => void;
}

/** A found message: its chat, its author and the words around what was found. */
export function SearchHit({ hit, author, title, onOpen }: SearchHitProps) {
  const t = useChatsStrings();
  const { listTime, fullDateTime } = useTimeFormat();
  const id = useId();
  const { message, highlights } = hit;
  const parts = excerptParts(message.text, highlights);
  return (
    <li className={styles['hit']}>
      <button
        type="button"
        data-hit
        className={styles['open']}
        aria-labelledby={`${id}author ${id}excerpt`}
        aria-describedby={`${id}title ${id}time`}
        onClick={() => {
          onOpen(hit);
        }}
      >
        <span className={styles['hitTop']}>
          <span className={styles['title']} id={`${id}title`} dir="auto">
            {title}
          </span>
          <time
            className={styles['time']}
            id={`${id}time`}
            dateTime={message.created_at}
            title={fullDateTime(message.created_at)}
          >
            {listTime(message.created_at)}
          </time>
        </span>
        <span className={styles['excerpt']} dir="auto">
          <span className={styles['author']} id={`${id}author`}>
            {author}:{' '}
          </span>
          <span id={`${id}excerpt`}>
            {parts.length === 0
              ? messagePreview(message, t).text
              : parts.map(({ text, isHighlighted }, index) =>
                  isHighlighted ? <mark key={index}>{text}</mark> : text,
                )}
          </span>
        </span>
      </button>
    </li>
  );
}
