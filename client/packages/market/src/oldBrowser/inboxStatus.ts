/** What an inbox needs in any browser: its container, and a text instead of it. */

/** `#sellerChats`, else the end of `#profilePage`. */
export function defaultContainer(): HTMLElement {
  return (
    document.getElementById('sellerChats') ||
    document.getElementById('profilePage') ||
    document.body
  );
}

export function statusElement(text: string): HTMLElement {
  var element = document.createElement('p');
  element.setAttribute('role', 'status');
  element.textContent = text;
  return element;
}
