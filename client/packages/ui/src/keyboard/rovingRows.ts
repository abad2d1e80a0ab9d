import { CONTROLS, usesArrowKeys } from './controls.ts';

/** What the arrow keys go through: messages, and buttons of the log itself. */
const ROWS = 'article, button[data-row]:not([hidden])';

/**
 * Makes a log one tab stop: the message that had the focus last, else the newest. Up and Down go
 * from message to message, Home and End to the first and the last, Right and Left through what can
 * be pressed within one, Enter to the first of that, and Escape back to the message.
 */
export class RovingRows {
  readonly #log: HTMLElement;
  /** Null: the newest. */
  #current: Element | null = null;

  constructor(log: HTMLElement) {
    this.#log = log;
    log.addEventListener('focusin', this.#enter);
    log.addEventListener('keydown', this.#press);
    this.refresh();
  }

  /** For after each change of the rows. */
  refresh(): void {
    const rows = this.#rows;
    const stop = rows.find((row) => row === this.#current) ?? rows.at(-1);
    for (const row of rows) {
      for (const control of controlsOf(row)) control.tabIndex = -1;
      row.tabIndex = row === stop ? 0 : -1;
    }
    // Without rows it is the log itself, which scrolls by keyboard.
    this.#log.tabIndex = stop === undefined ? 0 : -1;
  }

  stop(): void {
    this.#log.removeEventListener('focusin', this.#enter);
    this.#log.removeEventListener('keydown', this.#press);
  }

  get #rows(): HTMLElement[] {
    return [...this.#log.querySelectorAll<HTMLElement>(ROWS)];
  }

  readonly #enter = ({ target }: FocusEvent): void => {
    const row = rowOf(target);
    if (row === null) return;
    this.#current = row === this.#rows.at(-1) ? null : row;
    this.refresh();
  };

  readonly #press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = destination(event, this.#rows);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  };
}

function destination(
  { key, target }: KeyboardEvent,
  rows: readonly HTMLElement[],
): HTMLElement | undefined {
  const row = rowOf(target);
  if (row === null || (usesArrowKeys(target) && key !== 'Escape')) return undefined;
  const at = rows.indexOf(row);
  const places = [row, ...controlsOf(row)];
  const place = places.findIndex((one) => one === target);
  switch (key) {
    case 'ArrowUp':
      return rows[at - 1];
    case 'ArrowDown':
      return rows[at + 1];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    case 'ArrowRight':
      return places[place + 1];
    case 'ArrowLeft':
      return places[place - 1];
    case 'Enter':
      return place === 0 ? places[1] : undefined;
    case 'Escape':
      return place > 0 ? row : undefined;
    default:
      return undefined;
  }
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(ROWS) : null;
}

function controlsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(CONTROLS)];
}
