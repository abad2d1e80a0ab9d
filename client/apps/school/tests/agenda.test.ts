import type { Lesson, LessonStatus } from '@vestnik/sdk/school';
import { expect, test } from 'vitest';

import { buildAgenda, type LessonDay } from '../src/features/lessons/agenda.ts';

const nothing: ReadonlySet<number> = new Set();
const utcDay = (iso: string) => iso.slice(0, 10);

function lesson(id: number, scheduled_at: string, status: LessonStatus): Lesson {
  return {
    id,
    scheduled_at,
    status,
    teacher_id: 1,
    teacher_name: 'Анна',
    student_id: 2,
    student_name: 'Максим',
    completed_at: null,
    subject: null,
    duration_minutes: 60,
    series_id: null,
    chat_id: null,
  };
}

function ids(days: readonly LessonDay[]): number[][] {
  return days.map((day) => day.lessons.map(({ id }) => id));
}

const lessons = [
  lesson(1, '2026-01-20T09:00:00Z', 'scheduled'),
  lesson(2, '2026-01-18T15:00:00Z', 'scheduled'),
  lesson(3, '2026-01-18T09:00:00Z', 'scheduled'),
  lesson(4, '2026-01-15T09:00:00Z', 'completed'),
  lesson(5, '2026-01-16T09:00:00Z', 'cancelled'),
  lesson(6, '2026-01-16T12:00:00Z', 'completed'),
];

test('lessons are ordered from the nearest to the farthest', () => {
  const agenda = buildAgenda(lessons, utcDay, nothing);
  expect(ids(agenda.planned)).toEqual([[3, 2], [1]]);
  expect(ids(agenda.past)).toEqual([[6, 5], [4]]);
});

test('a lesson that has just changed keeps its position', () => {
  const agenda = buildAgenda(lessons, utcDay, new Set([4]));
  expect(ids(agenda.planned)).toEqual([[4], [3, 2], [1]]);
  expect(ids(agenda.past)).toEqual([[6, 5]]);
});
