import type { Lesson, LessonStatus } from '@vestnik/sdk/school';
import { expect, test } from 'vitest';

import { conflictsWith } from '../src/features/lessons/conflicts.ts';
import { findLessonChat } from '../src/features/lessons/lessonChats.ts';
import { sampleMember } from './samples.ts';

const [ANNA, BORIS, MAXIM, OLGA] = [1, 2, 3, 4];

function lesson(
  id: number,
  teacher_id: number | null,
  student_id: number | null,
  time: string,
  status: LessonStatus = 'scheduled',
): Lesson {
  const scheduled_at = `2026-01-20T${time}:00Z`;
  return {
    id,
    teacher_id,
    student_id,
    scheduled_at,
    status,
    teacher_name: '',
    student_name: '',
    completed_at: null,
    subject: null,
    duration_minutes: 60,
    series_id: null,
  };
}

function idsOf(lessons: readonly Lesson[]): number[] {
  return lessons.map(({ id }) => id);
}

const at = '2026-01-20T10:00:00Z';

test('lessons of the teacher or the student within an hour are conflicts, in order', () => {
  const lessons = [
    lesson(1, ANNA, OLGA, '10:59'),
    lesson(2, BORIS, MAXIM, '09:30'),
    lesson(3, ANNA, OLGA, '11:00'),
    lesson(4, ANNA, OLGA, '09:00'),
    lesson(5, BORIS, OLGA, '10:00'),
    lesson(6, ANNA, OLGA, '10:00', 'cancelled'),
    lesson(7, ANNA, MAXIM, '10:00', 'completed'),
  ];
  expect(idsOf(conflictsWith({ teacherId: ANNA, studentId: MAXIM, at }, lessons))).toEqual([2, 1]);
  expect(idsOf(conflictsWith({ teacherId: ANNA, studentId: null, at }, lessons))).toEqual([1]);
});

test('ignores deleted people and an empty choice in conflicts', () => {
  const lessons = [lesson(1, null, null, '10:00'), lesson(2, ANNA, MAXIM, '10:00')];
  expect(conflictsWith({ teacherId: null, studentId: null, at }, lessons)).toEqual([]);
  expect(conflictsWith({ teacherId: ANNA, studentId: MAXIM, at: null }, lessons)).toEqual([]);
});

test('a lesson leads to the private chat of its pair', () => {
  const members = [sampleMember({ id: MAXIM }), sampleMember({ id: ANNA, role: 'teacher' })];
  const find = findLessonChat([
    { id: 7, type: 'group', members },
    { id: 8, type: 'private', members },
  ]);
  expect(find(lesson(1, ANNA, MAXIM, '10:00'))).toBe(8);
  expect(find(lesson(2, BORIS, MAXIM, '10:00'))).toBeNull();
  expect(find(lesson(3, null, MAXIM, '10:00'))).toBeNull();
});
