import { append, type Block, type Inline, type MentionedUser, type Range } from './nodes.ts';
import { parseInline, type SplitLinks } from './parseInline.ts';

const CODE_OPENING = /^```[\w+#.-]*\s*$/u;
const CODE_CLOSING = /^```\s*$/u;
const FORMULA_FENCE = /^\$\$\s*$/u;
const QUOTE = /^> ?/u;
const BULLET = /^ {0,3}[-*•] +(?=\S)/u;
const NUMBER = /^ {0,3}(\d{1,9})[.)] +(?=\S)/u;

/** Parses a message. Line breaks and blanks of paragraphs stay as they were written. */
export function parseText(
  text: string,
  mentions: readonly MentionedUser[] = [],
  splitLinks: SplitLinks | null = null,
): readonly Block[] {
  return new TextParser(text, mentions, splitLinks).parse();
}

class TextParser {
  readonly #text: string;
  readonly #mentions: readonly MentionedUser[];
  readonly #splitLinks: SplitLinks | null;
  readonly #lines: readonly Range[];
  /** The last lines that can close a block: an opening one below has no use. */
  readonly #lastFence: Readonly<Record<'codeBlock' | 'formulaBlock', number>>;
  readonly #blocks: Block[] = [];
  /** Of the paragraph that the last line belongs to. */
  #paragraph: Inline[] | null = null;

  constructor(text: string, mentions: readonly MentionedUser[], splitLinks: SplitLinks | null) {
    this.#text = text;
    this.#mentions = mentions;
    this.#splitLinks = splitLinks;
    this.#lines = linesOf(text);
    const last = (fence: RegExp) =>
      this.#lines.findLastIndex((line) => fence.test(this.#read(line)));
    this.#lastFence = { codeBlock: last(CODE_CLOSING), formulaBlock: last(FORMULA_FENCE) };
  }

  parse(): readonly Block[] {
    let index = 0;
    while (index < this.#lines.length) {
      const content = this.#readLine(index);
      if (CODE_OPENING.test(content) && index < this.#lastFence.codeBlock) {
        index = this.#fenced(index, 'codeBlock', CODE_CLOSING);
      } else if (FORMULA_FENCE.test(content) && index < this.#lastFence.formulaBlock) {
        index = this.#fenced(index, 'formulaBlock', FORMULA_FENCE);
      } else if (QUOTE.test(content)) {
        index = this.#quote(index);
      } else if (NUMBER.test(content)) {
        index = this.#list(index, NUMBER);
      } else if (BULLET.test(content)) {
        index = this.#list(index, BULLET);
      } else {
        index = this.#paragraphLine(index);
      }
    }
    return this.#blocks;
  }

  #fenced(index: number, kind: 'codeBlock' | 'formulaBlock', closing: RegExp): number {
    let end = index + 1;
    while (!closing.test(this.#readLine(end))) end += 1;
    const from = this.#line(index + 1).from;
    // Without the line break before the closing fence.
    const to = Math.max(from, this.#line(end).from - 1);
    this.#add({ kind, from, to });
    return end + 1;
  }

  #quote(index: number): number {
    const [items, end] = this.#marked(index, QUOTE);
    this.#add({ kind: 'quote', lines: items.map((line) => this.#inline(line)) });
    return end;
  }

  #list(index: number, marker: RegExp): number {
    const number = marker.exec(this.#readLine(index))?.[1];
    const [items, end] = this.#marked(index, marker);
    this.#add({
      kind: 'list',
      start: number === undefined ? null : Number(number),
      items: items.map((line) => this.#inline(line)),
    });
    return end;
  }

  /** The lines that begin with the marker, without it. */
  #marked(index: number, marker: RegExp): [items: Range[], end: number] {
    const items: Range[] = [];
    let end = index;
    while (end < this.#lines.length) {
      const found = marker.exec(this.#readLine(end));
      if (!found) break;
      const { from, to } = this.#line(end);
      items.push({ from: from + found[0].length, to });
      end += 1;
    }
    return [items, end];
  }

  /** Neighbouring lines are one paragraph, with their line breaks. */
  #paragraphLine(index: number): number {
    const line = this.#line(index);
    if (this.#paragraph !== null) {
      append(this.#paragraph, { kind: 'text', from: line.from - 1, to: line.from });
    } else if (this.#blocks.length > 0 && line.from === line.to) {
      // The blank line under a list or a quote: they have a margin.
      return index + 1;
    } else {
      this.#paragraph = [];
      this.#blocks.push({ kind: 'paragraph', children: this.#paragraph });
    }
    for (const node of this.#inline(line)) append(this.#paragraph, node);
    return index + 1;
  }

  #add(block: Block): void {
    this.#blocks.push(block);
    this.#paragraph = null;
  }

  #inline(line: Range) {
    return parseInline(this.#text, line, this.#mentions, this.#splitLinks);
  }

  #line(index: number): Range {
    return this.#lines[index] ?? { from: this.#text.length, to: this.#text.length };
  }

  #readLine(index: number): string {
    return this.#read(this.#line(index));
  }

  #read({ from, to }: Range): string {
    return this.#text.slice(from, to);
  }
}

function linesOf(text: string): Range[] {
  const lines: Range[] = [];
  let from = 0;
  for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
    lines.push({ from, to });
    from = to + 1;
  }
  lines.push({ from, to: text.length });
  return lines;
}
