/** How many messages are unread, before the page's own title, which stays the page's. */
export class TitleCount {
  /** What was put before the title. */
  #prefix = '';

  /** Where the page has changed its title since, that one is counted before. */
  show(count: number): void {
    const { title } = document;
    const own = title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title;
    this.#prefix = count === 0 ? '' : `(${count}) `;
    const next = `${this.#prefix}${own}`;
    if (next !== title) document.title = next;
  }
}
