/** Compares names as the server does: without case, accents, `ё`, composition and kinds of spaces. */
import type { MentionedUser } from './nodes.ts';

const WORD = /[\p{L}\p{N}]/u;
const CLUSTER = /\P{M}?\p{M}*/suy;
const PLAIN: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ı: 'i' };

/** The names that a message may have behind an `@`. */
export class MentionedNames {
  /** As on the server, the longest name that fits counts. */
  readonly #names: readonly MentionedUser[];
  /** The line that was searched last. */
  #line: Folded | null = null;

  constructor(mentions: readonly MentionedUser[]) {
    this.#names = mentions
      .filter(({ name }) => name !== '')
      .map(({ id, name }) => ({ id, name: fold(name).text }))
      .sort((one, other) => other.name.length - one.name.length);
  }

  /** In a line whose `@` stands before `from`. */
  find(text: string, from: number): { id: number; to: number } | null {
    if (this.#line?.original !== text) this.#line = fold(text);
    const line = this.#line;
    const begins = line.foldedIndex[from] ?? -1;
    if (begins < 0) return null;
    for (const { id, name } of this.#names) {
      if (!line.text.startsWith(name, begins)) continue;
      const to = line.originalIndex[begins + name.length] ?? -1;
      if (to >= 0 && !WORD.test(line.original[to] ?? ' ')) return { id, to };
    }
    return null;
  }
}

/** A text for comparison, with its positions in the text. */
interface Folded {
  readonly original: string;
  readonly text: string;
  /** By index of the original, where its folded character begins; -1 within a character. */
  readonly foldedIndex: Int32Array;
  /** By index of `text`; -1 within a character. */
  readonly originalIndex: Int32Array;
}

function fold(text: string): Folded {
  const foldedIndex = new Int32Array(text.length + 1).fill(-1);
  const parts: string[] = [];
  const begins: [folded: number, original: number][] = [];
  let length = 0;
  CLUSTER.lastIndex = 0;
  for (let at = 0; at < text.length; at = CLUSTER.lastIndex) {
    CLUSTER.lastIndex = at;
    const cluster = CLUSTER.exec(text)?.[0] ?? '';
    const folded = foldCharacter(cluster);
    foldedIndex[at] = length;
    begins.push([length, at]);
    parts.push(folded);
    length += folded.length;
    CLUSTER.lastIndex = at + Math.max(1, cluster.length);
  }
  foldedIndex[text.length] = length;
  const originalIndex = new Int32Array(length + 1).fill(-1);
  for (const [folded, original] of begins) originalIndex[folded] = original;
  originalIndex[length] = text.length;
  return { original: text, text: parts.join(''), foldedIndex, originalIndex };
}

function foldCharacter(cluster: string): string {
  if (/^\s/u.test(cluster)) return ' ';
  const letter = cluster.toLowerCase().normalize('NFC');
  // A letter of its own.
  if (letter.startsWith('й')) return 'й';
  const base = letter.normalize('NFD').replace(/\p{M}+/gu, '');
  return PLAIN[base] ?? base;
}
