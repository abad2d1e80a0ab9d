import { LineLinks } from './lineLinks.ts';
import { splitLinks } from './links.ts';

/** The links of a line; by itself, so that the library that finds them is loaded with the first one. */
export function findLinks(line: string): LineLinks {
  return new LineLinks(line, splitLinks);
}
