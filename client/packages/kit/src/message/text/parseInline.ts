import { InlineScanner, type Link, type Mark } from './inlineScanner.ts';
import type { splitLinks } from './links.ts';
import { append, type Inline, type MentionedUser, type Range } from './nodes.ts';

export type SplitLinks = typeof splitLinks;

interface Frame {
  /** Null: the line itself. */
  readonly kind: 'strong' | 'em' | null;
  /** The opening mark, which is text if nothing closes it. */
  readonly mark: Range;
  readonly nodes: Inline[];
}

/**
 * Parses the parts of one line: emphasis ends with its line, so that a stray mark cannot change a
 * whole message. Without `splitLinks` a link stays text.
 */
export function parseInline(
  text: string,
  line: Range,
  mentions: readonly MentionedUser[] = [],
  splitLinks: SplitLinks | null = null,
): readonly Inline[] {
  const content = text.slice(line.from, line.to);
  const root: Frame = { kind: null, mark: { from: line.from, to: line.from }, nodes: [] };
  const frames: Frame[] = [root];
  const scanner = new InlineScanner(content, linksIn(content, splitLinks), mentions);
  for (let token = scanner.next(); token !== null; token = scanner.next()) {
    const place = { from: line.from + token.from, to: line.from + token.to };
    if (token.kind === 'mark') applyMark(frames, { ...token, ...place });
    else append(lastFrame(frames).nodes, { ...token, ...place });
  }
  while (frames.length > 1) dissolve(frames);
  return root.nodes;
}

/** Most texts have none, and the search for them costs more than all the rest. */
export function mayHaveLinks(text: string): boolean {
  return /[:@]/.test(text);
}

function linksIn(line: string, splitLinks: SplitLinks | null): Link[] {
  if (splitLinks === null || !mayHaveLinks(line)) return [];
  const found: Link[] = [];
  let from = 0;
  for (const part of splitLinks(line)) {
    const to = from + part.text.length;
    if (part.href !== null) found.push({ kind: 'link', from, to, href: part.href });
    from = to;
  }
  return found;
}

function applyMark(frames: Frame[], mark: Mark): void {
  const { from, to, emphasis } = mark;
  const isOpen = frames.some(({ kind }) => kind === emphasis);
  if (isOpen && mark.canClose) {
    while (lastFrame(frames).kind !== emphasis) dissolve(frames);
    const closed = frames.pop();
    if (closed) lastFrame(frames).nodes.push({ kind: emphasis, children: closed.nodes });
  } else if (!isOpen && mark.canOpen) {
    frames.push({ kind: emphasis, mark: { from, to }, nodes: [] });
  } else {
    append(lastFrame(frames).nodes, { kind: 'text', from, to });
  }
}

/** The mark of the last frame opened nothing: it is text, and so is what follows it. */
function dissolve(frames: Frame[]): void {
  const frame = frames.pop();
  if (!frame) return;
  const outer = lastFrame(frames).nodes;
  append(outer, { kind: 'text', ...frame.mark });
  for (const node of frame.nodes) append(outer, node);
}

function lastFrame(frames: readonly Frame[]): Frame {
  const last = frames.at(-1);
  // The line itself is never closed.
  if (!last) throw new Error('no frame');
  return last;
}
