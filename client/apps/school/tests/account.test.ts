import { expect, test } from 'vitest';

import { CENTRED, cropArea, dragCrop } from '../src/features/account/crop.ts';
import { deviceName } from '../src/features/account/deviceName.ts';
import { timeZoneOptions } from '../src/features/account/timeZones.ts';
import { accountLink } from '../src/features/people/accountLink.ts';
import { isPasswordLengthValid } from '../src/format/index.ts';

const LANDSCAPE = { width: 400, height: 200 };

test('an untouched crop is the largest centred square', () => {
  expect(cropArea(LANDSCAPE, CENTRED)).toEqual({ left: 100, top: 0, side: 200 });
});

test('a zoomed crop reaches all edges and none beyond', () => {
  expect(cropArea(LANDSCAPE, { zoom: 2, x: 0, y: 0 })).toEqual({ left: 0, top: 0, side: 100 });
  expect(cropArea(LANDSCAPE, { zoom: 2, x: 1, y: 1 })).toEqual({ left: 300, top: 100, side: 100 });
});

test('dragging moves the picture up to its edges', () => {
  const dragged = dragCrop(LANDSCAPE, CENTRED, 0.25, 0.25);
  // A quarter of the side of 200 pixels to the right shows what is 50 pixels further left.
  expect(cropArea(LANDSCAPE, dragged)).toEqual({ left: 50, top: 0, side: 200 });
  expect(cropArea(LANDSCAPE, dragCrop(LANDSCAPE, CENTRED, -9, 0)).left).toBe(200);
  expect(cropArea(LANDSCAPE, dragCrop(LANDSCAPE, CENTRED, 9, 0)).left).toBe(0);
});

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome, Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.8 Safari/537.36',
    'Yandex Browser, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox, Linux'],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 EdgA/140.0',
    'Edge, Android',
  ],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['  ', null],
])('%s is shown as %s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});

test('the chosen and the device’s time zones come first', () => {
  const zones = timeZoneOptions('Asia/Bishkek', 'Europe/Moscow', [
    'America/New_York',
    'Asia/Bishkek',
    'Europe/Moscow',
  ]);
  expect(zones).toEqual([
    { value: 'Asia/Bishkek', label: 'Asia/Bishkek' },
    { value: 'Europe/Moscow', label: 'Europe/Moscow' },
    { value: 'America/New_York', label: 'America/New York' },
  ]);
});

test.each([
  ['1234567', false],
  ['12345678', true],
  ['пароль12', true],
  // Four emoji are eight UTF-16 code units, but four characters.
  ['😀😀😀😀', false],
  ['я'.repeat(512), true],
  ['я'.repeat(513), false],
])('whether a password of this length is valid (%#)', (password, isValid) => {
  expect(isPasswordLengthValid(password)).toBe(isValid);
});

test('a link falls back to the page’s address', () => {
  const token = 'abc';
  const url = 'https://school.example/invitation#abc';
  expect(accountLink('invitation', { url, token }, 'https://other.example')).toBe(url);
  expect(accountLink('password', { url: null, token }, 'https://school.example')).toBe(
    'https://school.example/password#abc',
  );
});
