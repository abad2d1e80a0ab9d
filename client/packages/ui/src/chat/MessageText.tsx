import { useMemo } from 'react';

import { classes } from '../components/index.ts';
import { isOnlyEmoji } from './emoji.ts';
import { splitLinks } from './links.ts';
import styles from './MessageBubble.module.css';

/** A message's words: text nodes and safe links, nothing else. */
export function MessageText({ content }: { content: string }) {
  const parts = useMemo(() => splitLinks(content), [content]);
  const isEmoji = useMemo(() => isOnlyEmoji(content), [content]);
  return (
    <span className={classes(styles['text'], isEmoji && styles['emoji'])} dir="auto">
      {parts.map((part, index) =>
        part.href === null ? (
          part.text
        ) : (
          <a
            // The text of a message never changes, so a part's place names it.
            key={index}
            className={styles['link']}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {part.text}
          </a>
        ),
      )}
    </span>
  );
}
