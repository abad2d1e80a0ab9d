import type { formulaEnd } from './formulas.ts';
import type { LineLinks } from './lineLinks.ts';
import { markAt, type Mark } from './marks.ts';
import type { Emphasis, Inline, MentionsByStart } from './nodes.ts';

/** What texts may lack: it is loaded with the first text that may have it. Null: not yet. */
export interface LazyParts {
  readonly findLinks: ((line: string) => LineLinks) | null;
  readonly formulaEnd: typeof formulaEnd | null;
}

/** Whom a text mentions, and where a line of it begins. */
export interface LineMentions {
  readonly mentions: MentionsByStart;
  readonly from: number;
}

type InlineToken = Exclude<Inline, { kind: Emphasis }> | Mark;

const NOBODY: LineMentions = { mentions: new Map(), from: 0 };
const SPECIAL = /[`$*_~@]/g;

/**
 * Cuts a line into links, code, formulas, mentions, marks of emphasis, and text. It looks at each
 * character a bounded number of times.
 */
export class InlineScanner {
  readonly #text: string;
  readonly #links: LineLinks | null;
  readonly #parts: LazyParts;
  readonly #mentioned: LineMentions;
  #position = 0;
  #linkEnd = -1;
  #backticks: Map<number, number[]> | null = null;

  constructor(line: string, parts: LazyParts, mentioned = NOBODY) {
    this.#text = line;
    this.#parts = parts;
    this.#mentioned = mentioned;
    this.#links = parts.findLinks?.(line) ?? null;
  }

  /** The next token; a link ends before a mark that closes what is open. */
  next(isOpen: (emphasis: Emphasis) => boolean): InlineToken | null {
    const from = this.#position;
    if (from >= this.#text.length) return null;
    const link = this.#links?.at(from, isOpen);
    if (link) this.#linkEnd = link.to;
    const found = link ?? this.#special(from) ?? this.#textFrom(from);
    this.#position = found.to;
    return found;
  }

  #textFrom(from: number): InlineToken {
    SPECIAL.lastIndex = from + 1;
    const special = SPECIAL.exec(this.#text)?.index ?? this.#text.length;
    return { kind: 'text', from, to: Math.min(special, this.#links?.nextAfter(from) ?? special) };
  }

  #special(from: number): InlineToken | null {
    switch (this.#text[from]) {
      case '`':
        return this.#code(from);
      case '$':
        return this.#formula(from);
      case '@':
        return this.#mention(from);
      case '*':
      case '_':
      case '~':
        return { kind: 'text', ...markAt(this.#text, from, this.#linkEnd === from) };
      default:
        return null;
    }
  }

  /** As many backticks as opened it close it. */
  #code(from: number): InlineToken | null {
    let open = from;
    while (this.#text[open] === '`') open += 1;
    const length = open - from;
    const close = this.#nextBackticks(length, open);
    // The whole run is text, or its tail would be looked at as a shorter one.
    if (close === undefined) return { kind: 'text', from, to: open };
    const isBlank = this.#text.slice(open, close).trim() === '';
    return { kind: isBlank ? 'text' : 'code', from, to: close + length };
  }

  /** Where so many backticks stand next, and no more of them. */
  #nextBackticks(length: number, from: number): number | undefined {
    this.#backticks ??= backticksOf(this.#text);
    const positions = this.#backticks.get(length);
    // The scanner never goes back.
    while ((positions?.at(-1) ?? from) < from) positions?.pop();
    return positions?.at(-1);
  }

  #formula(from: number): InlineToken {
    const end = this.#parts.formulaEnd?.(this.#text, from) ?? null;
    if (end !== null) return { kind: 'formula', from, to: end };
    let to = from;
    while (this.#text[to] === '$') to += 1;
    return { kind: 'text', from, to };
  }

  #mention(from: number): InlineToken | null {
    const { mentions, from: begins } = this.#mentioned;
    const found = mentions.get(begins + from);
    if (!found) return null;
    const to = found.to - begins;
    return to <= this.#text.length ? { kind: 'mention', from, to, userId: found.userId } : null;
  }
}

/** Where runs of backticks begin, by their lengths; the last ones first. */
function backticksOf(text: string): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { 0: run, index } of [...text.matchAll(/`+/g)].reverse()) {
    const positions = found.get(run.length);
    if (positions) positions.push(index);
    else found.set(run.length, [index]);
  }
  return found;
}
