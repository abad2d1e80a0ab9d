import type { Page } from '@playwright/test';

import type { DrivenElement, Driver } from './driver.ts';

/** Playwright's types unpack handles from arguments, which are plain data here. */
type PageFunction<Result> = (argument: unknown) => Result | Promise<Result>;

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

  async evaluate<Argument, Result>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result> {
    return this.#page.evaluate(run as PageFunction<Result>, argument);
  }

  async find<Argument>(
    find: (argument: Argument) => Element | null,
    argument: Argument,
  ): Promise<DrivenElement | null> {
    const handle = await this.#page.evaluateHandle(
      find as PageFunction<HTMLElement | null>,
      argument,
    );
    const element = handle.asElement();
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
