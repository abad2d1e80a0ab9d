import { eventually } from '@vestnik/testing';

import type { DrivenElement, Driver } from './driver.ts';

const FIELDS = 'input:not([type=file]), textarea';
const PRESSABLE = 'a, button, [role=menuitem], [role=radio]';

/** A tab of the school's application, as its user sees it: by names and texts, in Russian. */
export class Tab {
  readonly driver: Driver;

  constructor(driver: Driver) {
    this.driver = driver;
  }

  async press(name: string): Promise<void> {
    await this.#use(PRESSABLE, name, (element) => element.click());
  }

  async type(field: string, text: string): Promise<void> {
    await this.#use(FIELDS, field, (element) => element.type(text));
  }

  /** Attaches a file of the disk to the message that is being written. */
  async attach(path: string): Promise<void> {
    const input = await eventually('an input for files', async () => {
      const find = () => document.querySelector('input[type=file]');
      return (await this.driver.find(find, null)) ?? undefined;
    });
    await input.chooseFile(path);
  }

  async waitForText(text: string): Promise<void> {
    await this.waitUntil(
      `the text “${text}”`,
      (one) => document.body.innerText.includes(one),
      text,
    );
  }

  /** Waits for a condition of the page. */
  async waitUntil<Argument>(
    what: string,
    condition: (argument: Argument) => boolean | Promise<boolean>,
    argument: Argument,
  ): Promise<void> {
    await eventually(what, () => this.driver.evaluate(condition, argument));
  }

  /** Again, where the element was drawn anew meanwhile. */
  async #use(
    selector: string,
    name: string,
    use: (element: DrivenElement) => Promise<void>,
  ): Promise<void> {
    await eventually(`${selector} “${name}”`, async () => {
      const element = await this.driver.find(findNamed, { selector, name });
      if (element === null) return false;
      await use(element);
      return true;
    });
  }
}

/** The visible element that has this name or text, or that a label with this text names. In the page. */
function findNamed({ selector, name }: { selector: string; name: string }): Element | null {
  const elements = Array.from(document.querySelectorAll<HTMLElement>(selector));
  const labelsOf = (element: HTMLElement) =>
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
      ? Array.from(element.labels ?? [])
      : [];
  const namesOf = (element: HTMLElement) => [
    element.getAttribute('aria-label'),
    element.innerText.trim(),
    ...labelsOf(element).map((label) => label.innerText.trim()),
  ];
  const matches = (element: HTMLElement) =>
    element.getClientRects().length > 0 && namesOf(element).includes(name);
  return elements.find(matches) ?? null;
}
