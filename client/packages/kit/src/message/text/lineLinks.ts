import type { splitLinks } from './links.ts';
import type { Emphasis, Inline } from './nodes.ts';
import { emphasisOf } from './marks.ts';

export type SplitLinks = typeof splitLinks;
type Link = Extract<Inline, { kind: 'link' }>;

interface Candidate {
  readonly link: Link;
  /** Found only without the marks behind it: a link if one of them closes what is open. */
  readonly isBeforeMark: boolean;
}

/** Marks in front of a link, which would be taken for a part of its word. Each chain is tried once. */
const MARKS_BEFORE = /(?<![^\s"'\p{Ps}\p{Pi}])(?=([*_~]+))\1(?=(?:https?|mailto):|[\w.+-]+@)/giu;
const MARKS_BEHIND = /(?<=[^\s*_~])(?=([*_~]+))\1(?=$|[\s"'\p{Pe}\p{Pf}.,:;!?…])/gu;
const LAST_RUN = /(?:\*+|_+|~+)$/u;
const FIRST_RUN = /^[.,:;!?…)]*(\*+|_+|~+)/u;
const PUNCTUATION_AT_END = /[.,:;!?…]+$/u;

/** The links of a line, from its beginning to its end. */
export class LineLinks {
  readonly #text: string;
  readonly #candidates: readonly Candidate[];
  #next = 0;

  constructor(line: string, splitLinks: SplitLinks) {
    this.#text = line;
    this.#candidates = /[:@]/.test(line) ? candidatesIn(line, splitLinks) : [];
  }

  /** The link that begins here, without the marks at its end that close what is open. */
  at(from: number, isOpen: (emphasis: Emphasis) => boolean): Link | null {
    while ((this.#candidates[this.#next]?.link.from ?? Infinity) < from) this.#next += 1;
    const candidate = this.#candidates[this.#next];
    if (candidate?.link.from !== from) return null;
    const { link, isBeforeMark } = candidate;
    if (!isBeforeMark) return withoutClosingMarks(this.#text, link, isOpen);
    const run = FIRST_RUN.exec(this.#text.slice(link.to))?.[1] ?? '';
    return isOpenRun(run, isOpen) ? link : null;
  }

  /** Where the next link begins behind `position`. */
  nextAfter(position: number): number {
    let next = this.#next;
    while ((this.#candidates[next]?.link.from ?? Infinity) <= position) next += 1;
    return this.#candidates[next]?.link.from ?? this.#text.length;
  }
}

function candidatesIn(line: string, splitLinks: SplitLinks): Candidate[] {
  const blank = (text: string, marks: RegExp) =>
    text.replace(marks, (run) => ' '.repeat(run.length));
  const opened = blank(line, MARKS_BEFORE);
  const links = linksOf(opened, splitLinks);
  const closed = blank(opened, MARKS_BEHIND);
  if (closed === opened) return links.map((link) => ({ link, isBeforeMark: false }));
  const known = new Set(links.map(({ from }) => from));
  const others = linksOf(closed, splitLinks).filter(({ from }) => !known.has(from));
  return [
    ...links.map((link) => ({ link, isBeforeMark: false })),
    ...others.map((link) => ({ link, isBeforeMark: true })),
  ].sort((one, other) => one.link.from - other.link.from);
}

function linksOf(text: string, splitLinks: SplitLinks): Link[] {
  const found: Link[] = [];
  let from = 0;
  for (const part of splitLinks(text)) {
    const to = from + part.text.length;
    if (part.href !== null) found.push({ kind: 'link', from, to, href: part.href });
    from = to;
  }
  return found;
}

function withoutClosingMarks(
  text: string,
  link: Link,
  isOpen: (emphasis: Emphasis) => boolean,
): Link {
  let shown = text.slice(link.from, link.to);
  for (;;) {
    const run = LAST_RUN.exec(shown)?.[0] ?? '';
    if (!isOpenRun(run, isOpen)) break;
    shown = shown.slice(0, -run.length).replace(PUNCTUATION_AT_END, '');
  }
  const removed = link.to - link.from - shown.length;
  if (removed === 0) return link;
  return { ...link, to: link.to - removed, href: link.href.slice(0, -removed) };
}

function isOpenRun(run: string, isOpen: (emphasis: Emphasis) => boolean): boolean {
  const emphasis = emphasisOf(run);
  return emphasis !== undefined && isOpen(emphasis);
}
