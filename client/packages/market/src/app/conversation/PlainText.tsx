import { splitLinks } from './links.ts';
import styles from './MessageList.module.css';

/** A text as it was written: text nodes and links, never markup. */
export function PlainText({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <span className={styles['text']} dir="auto" data-text>
      {splitLinks(text).map(({ text: part, href }, index) =>
        href === null ? (
          part
        ) : (
          // The text decides on its parts, so a part's place names it.
          <a
            key={index}
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            tabIndex={-1}
          >
            {part}
          </a>
        ),
      )}
    </span>
  );
}
