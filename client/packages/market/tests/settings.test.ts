import { expect, test } from 'vitest';

import { languageOf } from '../src/settings.ts';

test('the first language that there are words in decides, and Russian else', () => {
  expect(languageOf(['de-DE', 'en-GB', 'ru-RU'])).toBe('en');
  expect(languageOf(['de', 'ru', 'en'])).toBe('ru');
  expect(languageOf(['EN'])).toBe('en');
  expect(languageOf(['enm', 'de'])).toBe('ru');
  expect(languageOf([])).toBe('ru');
});
