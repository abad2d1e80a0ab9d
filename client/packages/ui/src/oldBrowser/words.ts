import { MINIMUM_BROWSERS } from './features.ts';

export interface OldBrowserWords {
  readonly title: string;
  readonly advice: string;
}

var WORDS = {
  ru: {
    title: 'Браузер устарел',
    advice: 'Обновите его или откройте страницу в другом. Подойдут, начиная с версии: ',
  },
  en: {
    title: 'This browser is too old',
    advice: 'Update it, or open the page in another one. These versions or newer will do: ',
  },
};

export function oldBrowserWords(language: 'ru' | 'en'): OldBrowserWords {
  var words = WORDS[language];
  return { title: words.title, advice: words.advice + MINIMUM_BROWSERS + '.' };
}

/** The first of the languages asked for that there are words in; Russian where there is none. */
export function oldBrowserLanguage(asked: readonly string[]): 'ru' | 'en' {
  for (var at = 0; at < asked.length; at += 1) {
    var tag = String(asked[at]).slice(0, 2).toLowerCase();
    if (tag === 'ru' || tag === 'en') return tag;
  }
  return 'ru';
}

/** What the browser asks for. */
export function browserLanguages(): readonly string[] {
  return navigator.languages || [navigator.language];
}
