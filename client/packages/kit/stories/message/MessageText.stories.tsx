import type { Meta, StoryObj } from '@storybook/react-vite';

import { MessageText } from '../../src/message/index.ts';

const meta = {
  title: 'Message/MessageText',
  component: MessageText,
  args: { content: '' },
} satisfies Meta<typeof MessageText>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Plain: Story = { args: { content: 'Первая строка.\nВторая — после переноса.' } };

export const Formatted: Story = {
  args: {
    content:
      'Слова **жирные**, _курсивом_ и `кодом`, snake_case остаётся.\n> Цитата\n> в две строки\n- пункт\n- ещё пункт\n3. третий\n4. четвёртый\n```ts\nconst answer = 42;\n```',
  },
};

export const Lists: Story = {
  args: {
    content:
      '12. двенадцатый\n15) пятнадцатый, такой длинный, что он не помещается в одну строку этого экрана и продолжается\n123456789. последний\n- пункт\n- ещё пункт\n- 5\n> цитата\n>\n> и после пустой строки\n~~зачёркнуто~~, She ____ home, **** 1234',
  },
};

export const Links: Story = {
  args: { content: 'https://fipi.ru/ege?a=1 и a@b.ru, а javascript:alert(1) — нет' },
};

export const Mentions: Story = {
  args: {
    content: '@Анна Соколова, посмотрите, пожалуйста. @анна соколова!',
    mentions: [
      { user_id: 6, start: 0, end: 14 },
      { user_id: 6, start: 40, end: 54 },
    ],
  },
};

export const Highlights: Story = {
  args: {
    content: 'Найдено **слово** в тексте',
    highlights: [
      { start: 0, end: 7 },
      { start: 10, end: 15 },
    ],
  },
};

export const Formulas: Story = {
  args: {
    content:
      'Корни: $x_{1,2} = \\frac{-b \\pm \\sqrt{D}}{2a}$, а $5 — деньги.\n$$\n\\int_0^1 x^2\\,dx = \\frac13\n$$',
  },
};

export const UnreadableFormula: Story = { args: { content: 'Осталось как есть: $\\frac{1$' } };

export const BigEmoji: Story = { args: { content: '🎉👍' } };
