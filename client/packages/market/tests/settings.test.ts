import { expect, test } from 'vitest';

import { detectLanguage } from '../src/settings.ts';

test('the first supported language is used, else Russian', () => {
  expect(detectLanguage(['de-DE', 'en-GB', 'ru-RU'])).toBe('en');
  expect(detectLanguage(['de', 'ru', 'en'])).toBe('ru');
  expect(detectLanguage(['EN'])).toBe('en');
  expect(detectLanguage(['enm', 'de'])).toBe('ru');
  expect(detectLanguage([])).toBe('ru');
});
