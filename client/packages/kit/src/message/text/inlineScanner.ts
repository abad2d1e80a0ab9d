import type { Inline, MentionedUser, Range } from './nodes.ts';

export type Link = Extract<Inline, { kind: 'link' }>;

export interface Mark extends Range {
  readonly kind: 'mark';
  readonly emphasis: 'strong' | 'em';
  readonly canOpen: boolean;
  readonly canClose: boolean;
}

type InlineToken = Exclude<Inline, { kind: 'strong' | 'em' }> | Mark;

/** KaTeX takes long for a long formula. */
const MAX_FORMULA_LENGTH = 1_000;

const WORD = /[\p{L}\p{N}]/u;
const SPECIAL = /[`$*_@]/g;

/**
 * Cuts a line into links, code, formulas, mentions, marks of emphasis, and text. It looks at each
 * character a bounded number of times.
 */
export class InlineScanner {
  readonly #text: string;
  readonly #links: readonly Link[];
  readonly #mentions: readonly MentionedUser[];
  #position = 0;
  #nextLink = 0;
  #backticks: Map<number, number[]> | null = null;
  /** Where a closing mark was searched for in vain: it is missing from there on. */
  readonly #missing = new Map<string, number>();

  constructor(line: string, links: readonly Link[], mentions: readonly MentionedUser[]) {
    this.#text = line;
    this.#links = links;
    // As on the server: in any case, and the longest name that fits.
    this.#mentions = mentions
      .filter(({ name }) => name !== '')
      .map(({ id, name }) => ({ id, name: name.toLowerCase() }))
      .sort((one, other) => other.name.length - one.name.length);
  }

  next(): InlineToken | null {
    const from = this.#position;
    if (from >= this.#text.length) return null;
    const link = this.#linkFrom(from);
    const token = link?.from === from ? link : this.#special(from);
    const found = token ?? this.#textFrom(from, link?.from ?? this.#text.length);
    this.#position = found.to;
    return found;
  }

  /** The first link that begins here or later. */
  #linkFrom(position: number): Link | undefined {
    let link = this.#links[this.#nextLink];
    while (link && link.from < position) link = this.#links[++this.#nextLink];
    return link;
  }

  #textFrom(from: number, limit: number): InlineToken {
    SPECIAL.lastIndex = from + 1;
    const special = SPECIAL.exec(this.#text)?.index ?? limit;
    return { kind: 'text', from, to: Math.min(special, limit) };
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
        return this.#text.startsWith('**', from) ? this.#mark(from, 2, 'strong') : null;
      case '_':
        return this.#mark(from, 1, 'em');
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
    const places = this.#backticks.get(length);
    // The scanner never goes back.
    while ((places?.at(-1) ?? from) < from) places?.pop();
    return places?.at(-1);
  }

  /** `$` beside a blank, or before a digit, is money. */
  #formula(from: number): InlineToken | null {
    const fence = this.#text.startsWith('$$', from) ? '$$' : '$';
    const open = from + fence.length;
    if (/^[\s$]?$/u.test(this.#text[open] ?? '')) return null;
    const isClosing = (at: number) =>
      !/[\s\\]/u.test(this.#text[at - 1] ?? '') && !/\d/u.test(this.#text[at + fence.length] ?? '');
    const close = this.#find(fence, open + 1, isClosing, MAX_FORMULA_LENGTH);
    if (close === null) return null;
    return { kind: 'formula', from, to: close + fence.length };
  }

  #mention(from: number): InlineToken | null {
    if (WORD.test(this.#text[from - 1] ?? ' ')) return null;
    for (const { id, name } of this.#mentions) {
      const to = from + 1 + name.length;
      if (this.#text.slice(from + 1, to).toLowerCase() !== name) continue;
      if (WORD.test(this.#text[to] ?? ' ')) continue;
      return { kind: 'mention', from, to, userId: id };
    }
    return null;
  }

  #mark(from: number, length: number, emphasis: 'strong' | 'em'): Mark {
    const to = from + length;
    const before = this.#text[from - 1] ?? ' ';
    const after = this.#text[to] ?? ' ';
    // `snake_case` is no emphasis.
    const isFree = (side: string) => emphasis === 'strong' || !WORD.test(side);
    return {
      kind: 'mark',
      from,
      to,
      emphasis,
      canOpen: /\S/u.test(after) && isFree(before),
      canClose: /\S/u.test(before) && isFree(after),
    };
  }

  /** Where the closing mark stands; null where there is none, or none within `reach`. */
  #find(
    mark: string,
    from: number,
    isClosing: (at: number) => boolean,
    reach = Infinity,
  ): number | null {
    if (from >= (this.#missing.get(mark) ?? Infinity)) return null;
    let at = this.#text.indexOf(mark, from);
    while (at !== -1 && at - from < reach) {
      if (isClosing(at)) return at;
      at = this.#text.indexOf(mark, at + 1);
    }
    if (at === -1) this.#missing.set(mark, from);
    return null;
  }
}

/** Where runs of backticks begin, by their lengths; the last ones first. */
function backticksOf(text: string): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { 0: run, index } of [...text.matchAll(/`+/g)].reverse()) {
    const places = found.get(run.length);
    if (places) places.push(index);
    else found.set(run.length, [index]);
  }
  return found;
}
