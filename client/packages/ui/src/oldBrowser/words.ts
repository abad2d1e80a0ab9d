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
