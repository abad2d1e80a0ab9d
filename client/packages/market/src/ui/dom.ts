/** What an element may be made with. */
interface Properties {
  readonly class?: string;
  readonly id?: string;
  readonly type?: string;
  readonly title?: string;
  readonly hidden?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
}

/**
 * Makes an element. Strings become text and nothing else: there is no way from here to HTML, by
 * whatever anybody writes.
 */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: (Node | string | null)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  const { class: className, id, type, title, hidden, attributes = {}, onClick } = properties;
  if (className !== undefined) element.className = className;
  if (id !== undefined) element.id = id;
  if (title !== undefined) element.title = title;
  if (hidden !== undefined) element.hidden = hidden;
  if (name === 'button') element.setAttribute('type', type ?? 'button');
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (onClick !== undefined) element.addEventListener('click', onClick);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Pictures of one path on a field of 24 by 24. */
const ICONS = {
  chat: 'M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3 21l2-5.8A8.4 8.4 0 1 1 21 11.5z',
  minimise: 'M6 9l6 6 6-6',
  back: 'M15 6l-6 6 6 6',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  send: 'M4 12l16-8-6 16-3-6-7-2z',
  close: 'M6 6l12 12M18 6L6 18',
  flag: 'M5 21V4h12l-2 4 2 4H5',
} as const;

export function icon(name: keyof typeof ICONS): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  if (name === 'more') svg.setAttribute('class', 'dots');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows a picture and says a name. */
export function iconButton(
  name: keyof typeof ICONS,
  label: string,
  onClick: () => void,
  className = 'icon',
): HTMLButtonElement {
  return h(
    'button',
    { class: className, title: label, attributes: { 'aria-label': label }, onClick },
    icon(name),
  );
}

/** Sets text only where it is another: what is read aloud is not read again. */
export function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A child of a list: made once, and brought up to date each time. */
export interface Item {
  readonly key: string;
  readonly make: () => HTMLElement;
  readonly update?: (element: HTMLElement) => void;
}

/**
 * Makes a list's children those of `keys`, in their order. What is there is kept: nobody loses
 * their focus, and nothing is read aloud twice.
 */
export function arrange(parent: HTMLElement, wanted: readonly Item[]): void {
  const there = new Map<string, HTMLElement>();
  for (const child of parent.children) {
    if (child instanceof HTMLElement) there.set(child.dataset['key'] ?? '', child);
  }
  let place: Element | null = parent.firstElementChild;
  for (const { key, make, update } of wanted) {
    const element = there.get(key) ?? make();
    there.delete(key);
    element.dataset['key'] = key;
    update?.(element);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const gone of there.values()) gone.remove();
}
