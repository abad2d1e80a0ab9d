import { findLinks } from '../../src/message/text/findLinks.ts';
import { formulaEnd } from '../../src/message/text/formulas.ts';
import type { LazyParts } from '../../src/message/text/inlineScanner.ts';
import { MentionedNames } from '../../src/message/text/mentionedNames.ts';
import type { MentionedUser } from '../../src/message/text/nodes.ts';

/** All that a text may need, loaded. */
export function lazyParts(mentions: readonly MentionedUser[] = []): LazyParts {
  return { findLinks, formulaEnd, names: new MentionedNames(mentions) };
}
