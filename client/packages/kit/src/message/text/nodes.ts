/**
 * What the text of a message is made of. Every leaf names the part of the text that it shows, in
 * UTF-16 code units, so that ranges of a search apply to it, and nothing is shown that is not there.
 */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Inline =
  | (Range & { readonly kind: 'text' | 'code' | 'formula' })
  | (Range & { readonly kind: 'link'; readonly href: string })
  | (Range & { readonly kind: 'mention'; readonly userId: number })
  | { readonly kind: 'strong' | 'em'; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'list';
      /** The first number; null in a bulleted list. */
      readonly start: number | null;
      readonly items: readonly (readonly Inline[])[];
    }
  | (Range & { readonly kind: 'codeBlock' | 'formulaBlock' });

/** A person whom a message mentions. */
export interface MentionedUser {
  readonly id: number;
  readonly name: string;
}

/** Adds a part; neighbouring text becomes one. */
export function append(nodes: Inline[], node: Inline): void {
  const last = nodes.at(-1);
  if (node.kind === 'text' && last?.kind === 'text' && last.to === node.from) {
    nodes[nodes.length - 1] = { kind: 'text', from: last.from, to: node.to };
  } else {
    nodes.push(node);
  }
}
