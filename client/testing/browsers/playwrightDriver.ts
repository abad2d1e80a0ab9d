import type { ElementHandle, Page } from '@playwright/test';

import type { DrivenElement, Driver } from './driver.ts';

/** A tab that Playwright drives. */
export class PlaywrightDriver implements Driver {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(url: string): Promise<void> {
    await this.#page.goto(url);
  }

  async reload(): Promise<void> {
    await this.#page.reload();
  }

  async evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result> {
    return this.#page.evaluate<Result>(callOf(run, args));
  }

  async find<Args extends readonly unknown[]>(
    find: (...args: Args) => Element | null,
    ...args: Args
  ): Promise<DrivenElement | null> {
    const handle = await this.#page.evaluateHandle(callOf(find, args));
    const element = handle.asElement() as ElementHandle<HTMLElement> | null;
    if (element === null) return null;
    return {
      click: () => element.click(),
      type: async (text) => {
        await element.focus();
        await this.#page.keyboard.type(text);
      },
      chooseFile: (path) => element.setInputFiles(path),
    };
  }

  close(): Promise<void> {
    return this.#page.context().close();
  }
}

function callOf(run: (...args: never[]) => unknown, args: readonly unknown[]): string {
  return `(${run.toString()})(...${JSON.stringify(args)})`;
}
