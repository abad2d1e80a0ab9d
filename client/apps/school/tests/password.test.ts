import { expect, test } from 'vitest';

import { generatePassword } from '../src/features/people/password.ts';

test('a password is four groups of unambiguous characters', () => {
  expect(generatePassword()).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
});

test('no two passwords are alike', () => {
  const passwords = new Set(Array.from({ length: 1000 }, generatePassword));
  expect(passwords.size).toBe(1000);
});
