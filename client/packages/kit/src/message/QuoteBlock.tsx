import type { Quote } from '@vestnik/sdk/model';

import styles from './QuoteBlock.module.css';
import { useMessageStrings } from './strings.ts';

export interface QuoteBlockProps {
  quote: Quote;
  /** Who wrote the quoted message. */
  author: string;
  /** Scrolls to the quoted message. */
  onJump?: ((messageId: number) => void) | undefined;
  isRoving?: boolean;
}

/** The message that another one replies to. */
export function QuoteBlock({ quote, author, onJump, isRoving = false }: QuoteBlockProps) {
  const t = useMessageStrings();
  const isDeleted = quote.excerpt === '';
  const content = (
    <>
      {isDeleted ? null : <span className={styles['author']}>{author}</span>}
      <span className={styles['excerpt']} dir="auto">
        {isDeleted ? t.quoteDeleted : quote.excerpt}
      </span>
    </>
  );
  if (!onJump || isDeleted) {
    return (
      <blockquote className={styles['quote']} aria-label={t.repliesTo(author)}>
        {content}
      </blockquote>
    );
  }
  return (
    <button
      type="button"
      className={styles['quote']}
      title={t.jumpToReplied}
      tabIndex={isRoving ? -1 : undefined}
      onClick={() => {
        onJump(quote.id);
      }}
    >
      {content}
    </button>
  );
}
