import { expect, test } from 'vitest';

import { detectLanguage } from '../src/settings.ts';

test('the first language that there are words in decides, and Russian else', () => {
  expect(detectLanguage(['de-DE', 'en-GB', 'ru-RU'])).toBe('en');
  expect(detectLanguage(['de', 'ru', 'en'])).toBe('ru');
  expect(detectLanguage(['EN'])).toBe('en');
  expect(detectLanguage(['enm', 'de'])).toBe('ru');
  expect(detectLanguage([])).toBe('ru');
});
