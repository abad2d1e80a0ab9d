import { clsx } from '@vestnik/ui';
import type { ReactNode } from 'react';

import { Formula } from './Formula.tsx';
import { splitByHighlights } from './highlights.ts';
import styles from './MessageText.module.css';
import type { Block, Inline, ListItem, Range } from './nodes.ts';

export interface BlocksView {
  readonly content: string;
  readonly ranges: readonly Range[];
  readonly onMention: ((userId: number) => void) | undefined;
  readonly linkTabIndex: -1 | undefined;
}

/** The parts of a parsed message. */
export function MessageBlocks({ blocks, view }: { blocks: readonly Block[]; view: BlocksView }) {
  // The text of a message decides on its parts, so a part's index names it.
  return blocks.map((block, index) => <BlockView key={index} block={block} view={view} />);
}

function BlockView({ block, view }: { block: Block; view: BlocksView }) {
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
    case 'list':
      return block.isNumbered ? (
        <NumberedList items={block.items} view={view} />
      ) : (
        <ul className={styles['list']}>
          {block.items.map(({ children }, index) => (
            <li key={index}>{inlines(children, view)}</li>
          ))}
        </ul>
      );
    case 'codeBlock':
      return (
        <pre className={styles['codeBlock']} dir="ltr">
          {block.language.to > block.language.from ? (
            <span className={styles['language']}>{highlighted(block.language, view)}</span>
          ) : null}
          <code>{highlighted(block, view)}</code>
        </pre>
      );
    case 'formulaBlock': {
      const { content } = view;
      const source = content.slice(block.source.from, block.source.to);
      return <Formula tex={content.slice(block.from, block.to)} isBlock source={source} />;
    }
  }
}

/** Each number is a text, so that it is the one that was written. */
function NumberedList({ items, view }: { items: readonly ListItem[]; view: BlocksView }) {
  const longest = Math.max(...items.map(({ marker }) => marker.to - marker.from));
  return (
    <ol className={styles['numbers']}>
      {items.map(({ marker, children }, index) => (
        <li key={index} className={styles['numbered']}>
          <span className={styles['number']} style={{ minWidth: `${longest}ch` }}>
            {highlighted(marker, view)}{' '}
          </span>
          <span className={styles['item']}>{inlines(children, view)}</span>
        </li>
      ))}
    </ol>
  );
}

function inlines(nodes: readonly Inline[], view: BlocksView): ReactNode {
  return nodes.map((node, index) => <InlineView key={index} node={node} view={view} />);
}

function InlineView({ node, view }: { node: Inline; view: BlocksView }) {
  switch (node.kind) {
    case 'text':
      return highlighted(node, view);
    case 'strong':
      return <strong>{inlines(node.children, view)}</strong>;
    case 'em':
      return <em>{inlines(node.children, view)}</em>;
    case 'strike':
      return <s>{inlines(node.children, view)}</s>;
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

function Mention({ node, view }: { node: Extract<Inline, { kind: 'mention' }>; view: BlocksView }) {
  const { onMention, linkTabIndex } = view;
  const name = highlighted(node, view);
  if (!onMention) return <span className={styles['mention']}>{name}</span>;
  return (
    <button
      type="button"
      className={clsx(styles['mention'], styles['mentionButton'])}
      tabIndex={linkTabIndex}
      onClick={() => {
        onMention(node.userId);
      }}
    >
      {name}
    </button>
  );
}

function highlighted(range: Range, { content, ranges }: BlocksView): ReactNode {
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
