import { expect, test } from 'vitest';

import {
  editing,
  emptied,
  givenBack,
  NOTHING_WRITTEN,
  replying,
  type Task,
} from '../src/ui/writing.ts';
import { message } from './samples.ts';

const m = message('m');
const edit: Task = { kind: 'edit', message: m };
const sent = emptied({ ...editing(NOTHING_WRITTEN, m), text: 'Другое' });

test('an edit that failed goes on, and takes nobody’s focus', () => {
  expect(givenBack(sent, 'Другое', edit)).toEqual({ text: 'Другое', task: edit, turn: sent.turn });
});

test('the text of an edit of nothing is a draft', () => {
  expect(givenBack(sent, 'Другое', null)).toMatchObject({ text: 'Другое', task: null });
});

test('what was begun meanwhile stays', () => {
  const begun = { ...sent, text: 'Новое' };
  expect(givenBack(begun, 'Другое', edit)).toBe(begun);
  const answer = replying(sent, m);
  expect(givenBack(answer, 'Другое', edit)).toBe(answer);
});

test('what is being written becomes the answer, but for the text of an edit', () => {
  expect(replying({ ...NOTHING_WRITTEN, text: 'Да' }, m).text).toBe('Да');
  expect(replying(editing(NOTHING_WRITTEN, m), m).text).toBe('');
});

test('the focus comes for each task anew, and a plain message does not move it', () => {
  const turns = [NOTHING_WRITTEN, replying(NOTHING_WRITTEN, m), sent].map(({ turn }) => turn);
  expect(turns).toEqual([0, 1, 2]);
  expect(emptied({ ...NOTHING_WRITTEN, text: 'Да' }).turn).toBe(0);
});
