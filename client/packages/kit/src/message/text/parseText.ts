import type { LazyParts } from './inlineScanner.ts';
import {
  append,
  type Block,
  type Inline,
  type ListItem,
  type MentionsByStart,
  type Range,
} from './nodes.ts';
import { parseInline } from './parseInline.ts';

const CODE_OPENING = /^```([\w+#.-]*)\s*$/u;
const CODE_CLOSING = /^```\s*$/u;
const FORMULA_FENCE = /^\$\$\s*$/u;
/** `>5` and `>_<` are no quotes. */
const QUOTE = /^> (?=.*\S)/u;
/** In a quote a line may be blank, but not the last one. */
const QUOTE_LINE = /^>(?: |$)/u;
const BULLET = /^ {0,3}([-*•]) +(?=\S)/u;
const NUMBER = /^ {0,3}(\d{1,9}[.)]) +(?=\S)/u;
/** A minus and a number, such as `- 3,5 °C`: it has no word, and begins no list. */
const NEGATIVE_NUMBER = /^ *- +\d(?!.*\p{L}{2})/u;

const NO_PARTS: LazyParts = { findLinks: null, formulaEnd: null };
const NOBODY: MentionsByStart = new Map();

/** Parses a message. Line breaks and blanks of paragraphs stay as they were written. */
export function parseText(text: string, parts = NO_PARTS, mentions = NOBODY): readonly Block[] {
  return new TextParser(text, parts, mentions).parse();
}

class TextParser {
  readonly #text: string;
  readonly #parts: LazyParts;
  readonly #mentions: MentionsByStart;
  readonly #lines: readonly Range[];
  /** The last lines that can close a block: an opening one below has no use. */
  readonly #lastFence: Readonly<Record<'codeBlock' | 'formulaBlock', number>>;
  readonly #blocks: Block[] = [];
  /** Of the paragraph that the last line belongs to. */
  #paragraph: Inline[] | null = null;

  constructor(text: string, parts: LazyParts, mentions: MentionsByStart) {
    this.#text = text;
    this.#parts = parts;
    this.#mentions = mentions;
    this.#lines = linesOf(text);
    const last = (fence: RegExp) =>
      this.#lines.findLastIndex((line) => fence.test(this.#read(line)));
    this.#lastFence = { codeBlock: last(CODE_CLOSING), formulaBlock: last(FORMULA_FENCE) };
  }

  parse(): readonly Block[] {
    let index = 0;
    while (index < this.#lines.length) {
      const content = this.#readLine(index);
      index =
        this.#fenced(index, content) ??
        this.#quote(index, content) ??
        this.#list(index, content) ??
        this.#paragraphLine(index);
    }
    return this.#blocks;
  }

  #fenced(index: number, content: string): number | null {
    const language = CODE_OPENING.exec(content)?.[1];
    if (language !== undefined && index < this.#lastFence.codeBlock) {
      const from = this.#line(index).from + content.indexOf(language, 3);
      const to = from + language.length;
      const { inner, end } = this.#until(CODE_CLOSING, index);
      return this.#addFenced({ kind: 'codeBlock', ...inner, language: { from, to } }, index, end);
    }
    if (FORMULA_FENCE.test(content) && index < this.#lastFence.formulaBlock) {
      const { inner, outer, end } = this.#until(FORMULA_FENCE, index);
      return this.#addFenced({ kind: 'formulaBlock', ...inner, source: outer }, index, end);
    }
    return null;
  }

  /** What stands between two fences, and with them. */
  #until(closing: RegExp, index: number): { inner: Range; outer: Range; end: number } {
    let end = index + 1;
    while (!closing.test(this.#readLine(end))) end += 1;
    const { from } = this.#line(index + 1);
    // Without the line break before the closing fence.
    const inner = { from, to: Math.max(from, this.#line(end).from - 1) };
    return { inner, outer: { from: this.#line(index).from, to: this.#line(end).to }, end };
  }

  /** Fences around nothing are text. */
  #addFenced(block: Block & Range, index: number, end: number): number {
    if (this.#read(block).trim() === '') {
      for (let line = index; line <= end; line++) this.#paragraphLine(line);
    } else {
      this.#add(block);
    }
    return end + 1;
  }

  #quote(index: number, content: string): number | null {
    if (!QUOTE.test(content)) return null;
    const found = this.#marked(index, QUOTE_LINE).map((line) => line.content);
    const last = found.findLastIndex((line) => this.#read(line).trim() !== '');
    const lines = found.slice(0, last + 1).map((line) => this.#inline(line));
    this.#add({ kind: 'quote', lines });
    return index + lines.length;
  }

  #list(index: number, content: string): number | null {
    const isNumbered = NUMBER.test(content);
    if (!isNumbered && (!BULLET.test(content) || NEGATIVE_NUMBER.test(content))) return null;
    const found = this.#marked(index, isNumbered ? NUMBER : BULLET);
    const items = found.map(({ marker, content: line }): ListItem => ({
      marker,
      children: this.#inline(line),
    }));
    this.#add({ kind: 'list', isNumbered, items });
    return index + items.length;
  }

  /** The lines that begin with the marker, and where its first group stands in each. */
  #marked(index: number, pattern: RegExp): { marker: Range; content: Range }[] {
    const found: { marker: Range; content: Range }[] = [];
    for (let end = index; end < this.#lines.length; end++) {
      const [whole, mark = ''] = pattern.exec(this.#readLine(end)) ?? [];
      if (whole === undefined) break;
      const { from, to } = this.#line(end);
      const begins = from + whole.indexOf(mark);
      const marker = { from: begins, to: begins + mark.length };
      found.push({ marker, content: { from: from + whole.length, to } });
    }
    return found;
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
    return parseInline(this.#text, line, this.#parts, this.#mentions);
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
