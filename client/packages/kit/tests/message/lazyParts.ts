import { findLinks } from '../../src/message/text/findLinks.ts';
import { formulaEnd } from '../../src/message/text/formulas.ts';
import type { LazyParts } from '../../src/message/text/inlineScanner.ts';

/** All that a text may need, loaded. */
export const LAZY_PARTS: LazyParts = { findLinks, formulaEnd };
