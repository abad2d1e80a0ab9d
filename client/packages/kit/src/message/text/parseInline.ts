import { InlineScanner, type LazyParts, type LineMentions } from './inlineScanner.ts';
import { lettersEnd, type Mark } from './marks.ts';
import { append, type Emphasis, type Inline, type MentionsByStart, type Range } from './nodes.ts';

type Token = Exclude<Inline, { kind: Emphasis }> | Mark;

/** What is shown of emphasis has more than marks, blanks and hyphens: `****`, `**-**` are text. */
const SIGNIFICANT = /[^\s*_~-]/gu;

/**
 * Parses the parts of one line: emphasis ends with its line, so that a stray mark cannot change a
 * whole message.
 */
export function parseInline(
  text: string,
  line: Range,
  parts: LazyParts,
  mentions: MentionsByStart,
): readonly Inline[] {
  const content = text.slice(line.from, line.to);
  const { tokens, pairs } = tokensOf(content, parts, { mentions, from: line.from });
  return treeOf(tokens, pairs, line.from);
}

interface Tokens {
  readonly tokens: readonly Token[];
  readonly pairs: MarkPairs;
}

export function tokensOf(line: string, parts: LazyParts, mentioned?: LineMentions): Tokens {
  const pairs = new MarkPairs(line);
  const scanner = new InlineScanner(line, parts, mentioned);
  const tokens: Token[] = [];
  for (let token = scanner.next(pairs.isOpen); token !== null; token = scanner.next(pairs.isOpen)) {
    if (token.kind === 'mark') pairs.add(token);
    tokens.push(token);
  }
  return { tokens, pairs };
}

/** Pairs each closing mark with the nearest opening one; emphasis of one kind is never nested. */
class MarkPairs {
  readonly #text: string;
  readonly #open = new Map<Emphasis, Mark>();
  readonly #closings = new Map<Mark, Mark>();
  readonly #openings = new Set<Mark>();
  /** Results of the last searches, so that no part of the text is searched for each mark. */
  #significant = { from: 0, found: -1 };
  #letters = { from: -1, end: -1 };

  constructor(text: string) {
    this.#text = text;
  }

  readonly isOpen = (emphasis: Emphasis) => this.#open.has(emphasis);

  opens(mark: Mark): boolean {
    return this.#openings.has(mark);
  }

  closes(mark: Mark): boolean {
    return this.#closings.has(mark);
  }

  isPair(opening: Mark, closing: Mark): boolean {
    return this.#closings.get(closing) === opening;
  }

  add(mark: Mark): void {
    const opening = this.#open.get(mark.emphasis);
    if (opening && mark.canClose && this.#hasContent(opening, mark)) {
      this.#openings.add(opening);
      this.#closings.set(mark, opening);
      // What was opened in between can't be closed outside.
      for (const [emphasis, { from }] of this.#open) {
        if (from >= opening.from) this.#open.delete(emphasis);
      }
    } else if (mark.canOpen) {
      this.#open.set(mark.emphasis, mark);
    }
  }

  #hasContent(opening: Mark, closing: Mark): boolean {
    if (opening.isInWord || closing.isInWord) return this.#lettersEnd(opening.to) === closing.from;
    return this.#significantFrom(opening.to) < closing.from;
  }

  #lettersEnd(from: number): number {
    if (this.#letters.from !== from) this.#letters = { from, end: lettersEnd(this.#text, from) };
    return this.#letters.end;
  }

  #significantFrom(index: number): number {
    const { from, found } = this.#significant;
    if (index < from || index > found) {
      SIGNIFICANT.lastIndex = index;
      const next = SIGNIFICANT.exec(this.#text)?.index ?? Infinity;
      this.#significant = { from: index, found: next };
    }
    return this.#significant.found;
  }
}

interface Frame {
  readonly emphasis: Emphasis | null;
  readonly nodes: Inline[];
}

function treeOf(tokens: readonly Token[], pairs: MarkPairs, offset: number): readonly Inline[] {
  let frame: Frame = { emphasis: null, nodes: [] };
  const outer: Frame[] = [];
  for (const token of tokens) {
    const range = { from: offset + token.from, to: offset + token.to };
    if (token.kind !== 'mark') {
      append(frame.nodes, { ...token, ...range });
    } else if (pairs.opens(token)) {
      outer.push(frame);
      frame = { emphasis: token.emphasis, nodes: [] };
    } else if (pairs.closes(token)) {
      const { emphasis, nodes } = frame;
      frame = outer.pop() ?? frame;
      if (emphasis !== null) frame.nodes.push({ kind: emphasis, children: nodes });
    } else {
      append(frame.nodes, { kind: 'text', ...range });
    }
  }
  return frame.nodes;
}
