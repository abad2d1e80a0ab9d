/**
 * What the text of a message is made of. Every leaf names the part of the text that it shows, in
 * UTF-16 code units, so that ranges of a search apply to it, and nothing is shown that is not there.
 * What stands between the leaves are marks that have an effect, and white space.
 */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Emphasis = 'strong' | 'em' | 'strike';

export type Inline =
  | (Range & { readonly kind: 'text' | 'code' | 'formula' })
  | (Range & { readonly kind: 'link'; readonly href: string })
  | (Range & { readonly kind: 'mention'; readonly userId: number })
  | { readonly kind: Emphasis; readonly children: readonly Inline[] };

export interface ListItem {
  /** The number with its full stop or bracket; in a bulleted list the bullet. */
  readonly marker: Range;
  readonly children: readonly Inline[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'list';
      readonly isNumbered: boolean;
      readonly items: readonly ListItem[];
    }
  | (Range & { readonly kind: 'codeBlock'; readonly language: Range })
  | (Range & { readonly kind: 'formulaBlock'; /** With its fences. */ readonly source: Range });

/** Whom a text mentions, by where the `@` stands in it; `to` is where the name ends. */
export type MentionsByStart = ReadonlyMap<number, { readonly userId: number; readonly to: number }>;

/** Adds a part; neighbouring text becomes one. */
export function append(nodes: Inline[], node: Inline): void {
  const last = nodes.at(-1);
  if (node.kind === 'text' && last?.kind === 'text' && last.to === node.from) {
    nodes[nodes.length - 1] = { kind: 'text', from: last.from, to: node.to };
  } else {
    nodes.push(node);
  }
}
