import { browserLanguages, oldBrowserLanguage, oldBrowserWords } from '@vestnik/ui/oldBrowser';

/** What scripts of a page define. */
export var page = window as unknown as Record<string, unknown>;

/** The tag of the script with this name; null where the page has none. */
export function tagOf(name: string): Element | null {
  return document.querySelector('script[src$="/' + name + '"], script[src*="/' + name + '?"]');
}

/** The notice in the language of a script's tag. */
export function noticeFor(tag: Element): string {
  var asked = tag.getAttribute('data-lang');
  var words = oldBrowserWords(oldBrowserLanguage(asked === null ? browserLanguages() : [asked]));
  return words.title + '. ' + words.advice;
}

export function nothing(): void {
  // There is no chat.
}
