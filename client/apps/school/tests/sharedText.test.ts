import { describe, expect, it } from 'vitest';

import { sharedText } from '../src/features/share/sharedContent.ts';

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

describe('the text of what is shared', () => {
  it('is the text with the link, or else the title', () => {
    expect(
      sharedText(form({ title: 'Страница', text: 'Смотрите', url: 'https://a.example/' })),
    ).toBe('Смотрите\nhttps://a.example/');
    expect(sharedText(form({ title: 'Страница', url: 'https://a.example/' }))).toBe(
      'Страница\nhttps://a.example/',
    );
    expect(sharedText(form({ title: 'Заметка', text: ' ' }))).toBe('Заметка');
    expect(sharedText(form({}))).toBe('');
  });

  it('contains the link once if the text has it', () => {
    expect(sharedText(form({ text: 'См. https://a.example/', url: 'https://a.example/' }))).toBe(
      'См. https://a.example/',
    );
  });
});
