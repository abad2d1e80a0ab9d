import { useMemo } from 'react';

import { classes } from '../components/index.ts';
import { isOnlyEmoji } from './emoji.ts';
import { splitLinks } from './links.ts';
import styles from './MessageBubble.module.css';

interface MessageTextProps {
  content: string;
  /** -1 where the log moves the focus among messages by itself. */
  linkTabIndex?: -1 | undefined;
}

/** A message's words: text nodes and safe links, nothing else. */
export function MessageText({ content, linkTabIndex }: MessageTextProps) {
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
            tabIndex={linkTabIndex}
          >
            {part.text}
          </a>
        ),
      )}
    </span>
  );
}
