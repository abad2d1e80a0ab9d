import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const css = readFileSync(new URL('../src/tokens.css', import.meta.url), 'utf8');

/** [foreground, background, least contrast]: WCAG 2.2 asks 4.5 of text, 3 of controls. */
const PAIRS = [
  ['text', 'bg', 4.5],
  ['text', 'surface', 4.5],
  ['text', 'surface-raised', 4.5],
  ['text', 'surface-hover', 4.5],
  ['text-muted', 'bg', 4.5],
  ['text-muted', 'surface', 4.5],
  ['text-muted', 'surface-raised', 4.5],
  ['text-muted', 'surface-hover', 4.5],
  ['text-muted', 'accent-soft', 4.5],
  ['text-muted', 'bubble-own', 4.5],
  ['text-muted', 'bubble-other', 4.5],
  ['text', 'accent-soft', 4.5],
  ['accent', 'bg', 4.5],
  ['accent', 'surface', 4.5],
  ['accent', 'surface-raised', 4.5],
  ['accent', 'accent-soft', 4.5],
  ['accent', 'bubble-own', 4.5],
  ['accent', 'bubble-other', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-danger', 'danger', 4.5],
  ['danger', 'danger-soft', 4.5],
  ['danger', 'bg', 4.5],
  ['danger', 'surface', 4.5],
  ['danger', 'surface-raised', 4.5],
  ['danger', 'bubble-own', 4.5],
  ['on-bubble-own', 'bubble-own', 4.5],
  ['on-bubble-other', 'bubble-other', 4.5],
  ['on-highlight', 'highlight', 4.5],
  ['border-strong', 'surface', 3],
  ['border-strong', 'surface-raised', 3],
  ['border-strong', 'bg', 3],
  ['focus', 'bg', 3],
  ['focus', 'surface', 3],
  ['focus', 'surface-raised', 3],
] as const;

test.each(PAIRS)('--%s on --%s is readable in both themes', (front, back, least) => {
  const [lightFront, darkFront] = colours(front);
  const [lightBack, darkBack] = colours(back);
  expect(contrast(lightFront, lightBack), 'light').toBeGreaterThanOrEqual(least);
  expect(contrast(darkFront, darkBack), 'dark').toBeGreaterThanOrEqual(least);
});

function colours(token: string): [light: string, dark: string] {
  const found = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  if (!found?.[1] || !found[2]) throw new Error(`no token --${token}`);
  return [found[1], found[2]];
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
