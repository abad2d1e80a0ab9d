/** Finds what may be followed in a message's text; everything else stays text. */
import { LinkifyIt } from 'linkify-it';

import type { Range } from './nodes.ts';

export interface TextPart {
  readonly text: string;
  /** Where it leads; null for plain text. */
  readonly href: string | null;
}

// Bare words such as `example.com` are left alone: `fuzzyLink` is off unless asked for, since a
// missing space after a full stop is commoner in a chat than an address without its scheme.
const linkify = new LinkifyIt().add('ftp:', null).add('//', null);

const SAFE_PROTOCOLS: readonly string[] = ['http:', 'https:', 'mailto:'];

/**
 * An address with a user's name or password is no link, and neither is a part of it: what stands in
 * front of the `@` passes for the host it leads to, and a password would be sent at a click.
 */
const WITH_USER = /\b[a-z][a-z\d+.-]*:\/\/[^\s/?#]*@\S*/giu;

export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let position = 0;
  const withUser = rangesOf(WITH_USER, text);
  for (const match of linkify.match(text) ?? []) {
    if (!isSafe(match.url)) continue;
    while ((withUser[0]?.to ?? Infinity) <= match.index) withUser.shift();
    if ((withUser[0]?.from ?? Infinity) < match.lastIndex) continue;
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

function rangesOf(pattern: RegExp, text: string): Range[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
  }));
}

function isSafe(url: string): boolean {
  return URL.canParse(url) && SAFE_PROTOCOLS.includes(new URL(url).protocol);
}
