import type { Lesson } from '@vestnik/sdk/school';
import { expect, test } from 'vitest';

import { findLessonChat } from '../src/features/lessons/lessonChats.ts';
import { NO_REPEAT, repeatOf } from '../src/features/lessons/repeat.ts';
import { sampleMember } from './samples.ts';

const [ANNA, BORIS, MAXIM] = [1, 2, 3];

function lesson(id: number, teacher_id: number | null, student_id: number | null): Lesson {
  return {
    id,
    teacher_id,
    student_id,
    scheduled_at: '2026-01-20T10:00:00Z',
    status: 'scheduled',
    teacher_name: '',
    student_name: '',
    completed_at: null,
    subject: null,
    duration_minutes: 60,
    series_id: null,
    chat_id: null,
  };
}

test('a lesson leads to the private chat of its pair', () => {
  const members = [sampleMember({ id: MAXIM }), sampleMember({ id: ANNA, role: 'teacher' })];
  const find = findLessonChat([
    { id: 7, type: 'group', members: null },
    { id: 8, type: 'private', members },
  ]);
  expect(find(lesson(1, ANNA, MAXIM))).toBe(8);
  expect(find(lesson(2, BORIS, MAXIM))).toBeNull();
  expect(find(lesson(3, null, MAXIM))).toBeNull();
  expect(find({ ...lesson(4, BORIS, MAXIM), chat_id: 9 })).toBe(9);
});

test('a repetition ends by count or last day', () => {
  const when = '2026-01-20T10:00';
  const weekly = { ...NO_REPEAT, everyWeeks: 2 };
  expect(repeatOf(NO_REPEAT, when)).toBeUndefined();
  expect(repeatOf({ ...weekly, count: '12' }, when)).toMatchObject({ every_weeks: 2, count: 12 });
  for (const count of ['', '1', '53', '2.5'])
    expect(repeatOf({ ...weekly, count }, when)).toBeNull();
  const until = { ...weekly, end: 'until' as const };
  expect(repeatOf({ ...until, until: '2026-01-20' }, when)).toMatchObject({ until: '2026-01-20' });
  expect(repeatOf({ ...until, until: '2026-01-19' }, when)).toBeNull();
  expect(repeatOf(until, when)).toBeNull();
});
