export interface TextPart {
  readonly text: string;
  /** Where it leads; null for plain text. */
  readonly href: string | null;
}

/** An address up to white space; punctuation and marks at its end belong to the sentence. */
const LINK = /\bhttps?:\/\/[^\s<>"«»]+[^\s<>"«».,:;!?)\]*~]/giu;

/** What stands in front of an `@` passes for the host that the link leads to, so it is none. */
const WITH_USER = /^https?:\/\/[^/?#]*@/iu;

/** Text and the `http(s)` links in it. Pure. */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let position = 0;
  for (const { 0: link, index } of text.matchAll(LINK)) {
    if (!URL.canParse(link) || WITH_USER.test(link)) continue;
    if (index > position) parts.push({ text: text.slice(position, index), href: null });
    parts.push({ text: link, href: link });
    position = index + link.length;
  }
  if (position < text.length) parts.push({ text: text.slice(position), href: null });
  return parts;
}
