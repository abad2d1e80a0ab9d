import { expect, test } from 'vitest';

import { preferredLanguage } from '../src/i18n/language.ts';

test('the browser’s first supported language is used', () => {
  expect(preferredLanguage(['en-GB', 'en', 'ru'])).toBe('en');
  expect(preferredLanguage(['ru-RU', 'en'])).toBe('ru');
  expect(preferredLanguage(['de-DE', 'en-US', 'ru'])).toBe('en');
  expect(preferredLanguage(['kk', 'RU'])).toBe('ru');
});

test('Russian is used without a supported language', () => {
  expect(preferredLanguage(['de', 'fr-CH'])).toBe('ru');
  expect(preferredLanguage([])).toBe('ru');
});
