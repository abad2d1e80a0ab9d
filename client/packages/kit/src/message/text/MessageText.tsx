import type { Mention } from '@vestnik/sdk/model';
import { clsx } from '@vestnik/ui';
import { memo, useMemo } from 'react';

import { lazyValue } from '../../lazyValue.ts';
import { isOnlyEmoji } from './emoji.ts';
import { normalizeHighlights, type Highlight } from './highlights.ts';
import { mentionsByStart } from './mentionsByStart.ts';
import { MessageBlocks, type BlocksView } from './MessageBlocks.tsx';
import styles from './MessageText.module.css';
import { parseText } from './parseText.ts';

export interface MessageTextProps {
  content: string;
  /** Whom the message mentions, and where in `content`. */
  mentions?: readonly Mention[];
  /** Ranges of `content` in UTF-16 code units, ascending, as a search has them. */
  highlights?: readonly Highlight[] | undefined;
  onMention?: ((userId: number) => void) | undefined;
  /** -1 where the log moves the focus among messages by itself. */
  linkTabIndex?: -1 | undefined;
}

const NONE: readonly never[] = [];

const useFindLinks = lazyValue(async () => (await import('./findLinks.ts')).findLinks);
const useFormulaEnd = lazyValue(async () => (await import('./formulas.ts')).formulaEnd);

/** The text of a message: text nodes and safe links, never markup. */
export const MessageText = memo(function MessageText({
  content,
  mentions = NONE,
  highlights = NONE,
  onMention,
  linkTabIndex,
}: MessageTextProps) {
  const findLinks = useFindLinks(/[:@]/.test(content));
  const formulaEnd = useFormulaEnd(content.includes('$'));
  const blocks = useMemo(
    () => parseText(content, { findLinks, formulaEnd }, mentionsByStart(mentions)),
    [content, mentions, findLinks, formulaEnd],
  );
  const ranges = useMemo(() => normalizeHighlights(highlights), [highlights]);
  const isEmoji = useMemo(() => isOnlyEmoji(content), [content]);
  const view: BlocksView = { content, ranges, onMention, linkTabIndex };
  return (
    <div className={clsx(styles['text'], isEmoji && styles['emoji'])} dir="auto">
      <MessageBlocks blocks={blocks} view={view} />
    </div>
  );
});
