import { LineLinks, type SplitLinks } from './lineLinks.ts';
import type { Range } from './nodes.ts';
import { tokensOf } from './parseInline.ts';

/** Enough to tell where an address ends, without the library that finds links. */
const splitAddresses: SplitLinks = (text) =>
  text
    .split(/(https?:\/\/\S+)/u)
    .map((part, index) => ({ text: part, href: index % 2 === 1 ? part : null }));

const PARTS = {
  findLinks: (line: string) => new LineLinks(line, splitAddresses),
  formulaEnd: null,
};

/** Whether the marks at both ends of a range emphasise what is between them. */
export function isEmphasis(line: string, { from, to }: Range): boolean {
  const { tokens, pairs } = tokensOf(line, PARTS);
  const marks = tokens.filter((token) => token.kind === 'mark');
  const opening = marks.find((mark) => mark.from === from);
  const closing = marks.find((mark) => mark.to === to);
  return opening !== undefined && closing !== undefined && pairs.isPair(opening, closing);
}
