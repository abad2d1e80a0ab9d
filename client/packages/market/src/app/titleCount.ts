import { useEffect } from 'react';

/** Parts of a page that count unread messages. */
type Source = 'window' | 'inbox';

/** How many messages are unread, before the page's own title, which stays the page's. */
export class TitleCount {
  readonly #counts = new Map<Source, number>();
  /** What was put before the title. */
  #prefix = '';

  /** Where the page has changed its title since, that one is counted before. */
  show(source: Source, count: number): void {
    this.#counts.set(source, count);
    const total = [...this.#counts.values()].reduce((sum, one) => sum + one, 0);
    const { title } = document;
    const own = title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title;
    this.#prefix = total === 0 ? '' : `(${total}) `;
    const next = `${this.#prefix}${own}`;
    if (next !== title) document.title = next;
  }
}

/** A page has one title, also with both scripts. */
const pageTitle = new TitleCount();

/** The number of unread messages before the page's title, until the part is removed. */
export function useTitleCount(source: Source, unread: number): void {
  useEffect(() => {
    pageTitle.show(source, unread);
  }, [source, unread]);
  useEffect(
    () => () => {
      pageTitle.show(source, 0);
    },
    [source],
  );
}
