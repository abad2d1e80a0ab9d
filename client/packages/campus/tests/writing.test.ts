import { expect, test } from 'vitest';

import {
  draftOf,
  editing,
  emptied,
  givenBack,
  NOTHING_WRITTEN,
  replying,
  resumed,
  type Task,
} from '../src/ui/writing.ts';
import { message } from './samples.ts';

const m = message('m');
const edit: Task = { kind: 'edit', message: m };
const sent = emptied({ ...editing(NOTHING_WRITTEN, m), text: 'Другое' });

test('an edit that failed goes on, and takes nobody’s focus', () => {
  expect(givenBack(sent, 'Другое', edit, null)).toEqual({
    text: 'Другое',
    task: edit,
    turn: sent.turn,
  });
});

test('the text of an edit of nothing is a draft', () => {
  expect(givenBack(sent, 'Другое', null, null)).toMatchObject({ text: 'Другое', task: null });
});

test('what was begun meanwhile stays', () => {
  const begun = { ...sent, text: 'Новое' };
  expect(givenBack(begun, 'Другое', edit, null)).toBe(begun);
  const answer = replying(sent, m, null);
  expect(givenBack(answer, 'Другое', edit, null)).toBe(answer);
});

test('what is being written becomes the answer, but for the text of an edit', () => {
  expect(replying({ ...NOTHING_WRITTEN, text: 'Да' }, m, null).text).toBe('Да');
  expect(replying(editing(NOTHING_WRITTEN, m), m, null).text).toBe('');
});

test('the focus comes for each task anew, and a plain message does not move it', () => {
  const turns = [NOTHING_WRITTEN, replying(NOTHING_WRITTEN, m, null), sent].map(({ turn }) => turn);
  expect(turns).toEqual([0, 1, 2]);
  expect(emptied({ ...NOTHING_WRITTEN, text: 'Да' }).turn).toBe(0);
});

test('a draft is resumed as it was left, also as an answer', () => {
  const answer = replying({ ...NOTHING_WRITTEN, text: 'Да' }, m, null);
  const draft = draftOf(answer);
  expect(draft).toEqual({ text: 'Да', replyTo: 'm' });
  expect(resumed(NOTHING_WRITTEN, draft, [m])).toMatchObject({ text: 'Да', task: answer.task });
  expect(resumed(NOTHING_WRITTEN, draft, [])).toMatchObject({ text: 'Да', task: null });
});

test('an edit leaves the draft alone, and gives way to it', () => {
  const draft = { text: 'Да' };
  expect(draftOf(editing({ ...NOTHING_WRITTEN, text: 'Да' }, m))).toBeNull();
  const resumedDraft = resumed(sent, draft, []);
  expect(givenBack(resumedDraft, 'Другое', edit, draft)).toMatchObject({ text: 'Другое' });
  expect(givenBack(resumedDraft, 'Другое', null, draft)).toBe(resumedDraft);
  expect(replying(editing(NOTHING_WRITTEN, m), m, draft).text).toBe('Да');
});
