/** Finds what may be followed in a message's text; everything else stays text. */
import { LinkifyIt } from 'linkify-it';

export interface TextPart {
  readonly text: string;
  /** Where it leads; null for plain text. */
  readonly href: string | null;
}

// Bare words such as `example.com` are left alone: `fuzzyLink` is off unless asked for, since a
// missing space after a full stop is commoner in a chat than an address without its scheme.
const linkify = new LinkifyIt().add('ftp:', null).add('//', null);

const SAFE_PROTOCOLS: readonly string[] = ['http:', 'https:', 'mailto:'];

export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let position = 0;
  for (const match of linkify.match(text) ?? []) {
    if (!isSafe(match.url)) continue;
    if (match.index > position) {
      parts.push({ text: text.slice(position, match.index), href: null });
    }
    // The link shows what was written, not a prettier form of it.
    parts.push({ text: text.slice(match.index, match.lastIndex), href: match.url });
    position = match.lastIndex;
  }
  if (position < text.length) parts.push({ text: text.slice(position), href: null });
  return parts;
}

function isSafe(url: string): boolean {
  return URL.canParse(url) && SAFE_PROTOCOLS.includes(new URL(url).protocol);
}
