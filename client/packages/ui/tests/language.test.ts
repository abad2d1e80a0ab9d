import { expect, test } from 'vitest';

import { preferredLanguage } from '../src/i18n/language.ts';

test('the first language of the browser that there is decides', () => {
  expect(preferredLanguage(['en-GB', 'en', 'ru'])).toBe('en');
  expect(preferredLanguage(['ru-RU', 'en'])).toBe('ru');
  expect(preferredLanguage(['de-DE', 'en-US', 'ru'])).toBe('en');
  expect(preferredLanguage(['kk', 'RU'])).toBe('ru');
});

test('without a language that there is it is Russian', () => {
  expect(preferredLanguage(['de', 'fr-CH'])).toBe('ru');
  expect(preferredLanguage([])).toBe('ru');
});
