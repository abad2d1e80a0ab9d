import { Forward } from 'lucide-react';

import styles from './QuoteBlock.module.css';
import { useMessageStrings } from './strings.ts';

export interface ForwardedFromProps {
  /** Who wrote the message that was forwarded; null: the reader does not know them. */
  author: string | null;
  /** Shows the original message, to those who may see it. */
  onOpen?: (() => void) | undefined;
  isRoving?: boolean;
}

export function ForwardedFrom({ author, onOpen, isRoving = false }: ForwardedFromProps) {
  const t = useMessageStrings();
  const content = (
    <>
      <Forward size={14} aria-hidden="true" />
      {author === null ? t.forwarded : t.forwardedFrom(author)}
    </>
  );
  return onOpen ? (
    <button
      type="button"
      className={styles['forwarded']}
      tabIndex={isRoving ? -1 : undefined}
      onClick={onOpen}
    >
      {content}
    </button>
  ) : (
    <p className={styles['forwarded']}>{content}</p>
  );
}
