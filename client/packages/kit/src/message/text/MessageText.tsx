import { classes } from '@vestnik/ui';
import { memo, useMemo, type ReactNode } from 'react';

import { isOnlyEmoji } from './emoji.ts';
import { Formula } from './Formula.tsx';
import { normalizeHighlights, splitByHighlights } from './highlights.ts';
import styles from './MessageText.module.css';
import type { Block, Inline, MentionedUser, Range } from './nodes.ts';
import { parseText } from './parseText.ts';

export interface MessageTextProps {
  content: string;
  /** Whom the message mentions, by the names that its text may have. */
  mentions?: readonly MentionedUser[];
  /** Ranges of `content` in UTF-16 code units, ascending, as a search has them. */
  highlights?: readonly (readonly number[])[] | undefined;
  onMention?: ((userId: number) => void) | undefined;
  /** -1 where the log moves the focus among messages by itself. */
  linkTabIndex?: -1 | undefined;
}

const NONE: readonly never[] = [];

/** The text of a message: text nodes and safe links, never markup. */
export const MessageText = memo(function MessageText({
  content,
  mentions = NONE,
  highlights = NONE,
  onMention,
  linkTabIndex,
}: MessageTextProps) {
  const blocks = useMemo(() => parseText(content, mentions), [content, mentions]);
  const ranges = useMemo(() => normalizeHighlights(highlights), [highlights]);
  const isEmoji = useMemo(() => isOnlyEmoji(content), [content]);
  const view: View = { content, ranges, onMention, linkTabIndex };
  return (
    <div className={classes(styles['text'], isEmoji && styles['emoji'])} dir="auto">
      {blocks.map((block, index) => (
        // The text of a message decides on its parts, so a part's place names it.
        <BlockView key={index} block={block} view={view} />
      ))}
    </div>
  );
});

interface View {
  readonly content: string;
  readonly ranges: readonly Range[];
  readonly onMention: ((userId: number) => void) | undefined;
  readonly linkTabIndex: -1 | undefined;
}

function BlockView({ block, view }: { block: Block; view: View }) {
  switch (block.kind) {
    case 'paragraph':
      return <p className={styles['paragraph']}>{inlines(block.children, view)}</p>;
    case 'quote':
      return (
        <blockquote className={styles['quote']}>
          {block.lines.map((line, index) => (
            <p key={index} className={styles['paragraph']}>
              {inlines(line, view)}
            </p>
          ))}
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item, index) => <li key={index}>{inlines(item, view)}</li>);
      return block.start === null ? (
        <ul className={styles['list']}>{items}</ul>
      ) : (
        <ol className={styles['list']} start={block.start}>
          {items}
        </ol>
      );
    }
    case 'codeBlock':
      return (
        <pre className={styles['codeBlock']} dir="ltr">
          <code>{highlighted(block, view)}</code>
        </pre>
      );
    case 'formulaBlock': {
      const source = view.content.slice(block.from, block.to);
      return <Formula tex={source} isBlock source={source} />;
    }
  }
}

function inlines(nodes: readonly Inline[], view: View): ReactNode {
  return nodes.map((node, index) => <InlineView key={index} node={node} view={view} />);
}

function InlineView({ node, view }: { node: Inline; view: View }) {
  switch (node.kind) {
    case 'text':
      return highlighted(node, view);
    case 'strong':
      return <strong>{inlines(node.children, view)}</strong>;
    case 'em':
      return <em>{inlines(node.children, view)}</em>;
    case 'code':
      return (
        <code className={styles['code']} dir="ltr">
          {highlighted(innerCode(node, view.content), view)}
        </code>
      );
    case 'formula': {
      const source = view.content.slice(node.from, node.to);
      const fence = source.startsWith('$$') ? 2 : 1;
      return <Formula tex={source.slice(fence, -fence)} isBlock={fence === 2} source={source} />;
    }
    case 'link':
      return (
        <a
          className={styles['link']}
          href={node.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          tabIndex={view.linkTabIndex}
        >
          {highlighted(node, view)}
        </a>
      );
    case 'mention':
      return <Mention node={node} view={view} />;
  }
}

function Mention({ node, view }: { node: Extract<Inline, { kind: 'mention' }>; view: View }) {
  const { onMention, linkTabIndex } = view;
  const name = highlighted(node, view);
  if (!onMention) return <span className={styles['mention']}>{name}</span>;
  return (
    <button
      type="button"
      className={classes(styles['mention'], styles['mentionButton'])}
      tabIndex={linkTabIndex}
      onClick={() => {
        onMention(node.userId);
      }}
    >
      {name}
    </button>
  );
}

function highlighted(range: Range, { content, ranges }: View): ReactNode {
  if (ranges.length === 0) return content.slice(range.from, range.to);
  return splitByHighlights(range, ranges).map(({ from, to, isHighlighted }) =>
    isHighlighted ? (
      <mark key={from} className={styles['highlight']}>
        {content.slice(from, to)}
      </mark>
    ) : (
      content.slice(from, to)
    ),
  );
}

/** Without the backticks. */
function innerCode({ from, to }: Range, content: string): Range {
  const fence = /^`+/u.exec(content.slice(from, to))?.[0].length ?? 0;
  return { from: from + fence, to: to - fence };
}
