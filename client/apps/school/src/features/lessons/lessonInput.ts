import type { NewLesson, SchoolUser } from '@vestnik/sdk/school';

import { fromLocalInput } from '../../format/index.ts';
import { repeatOf, type RepeatInput } from './repeat.ts';

/** What is entered to schedule lessons. */
export interface LessonInput {
  readonly teacher: SchoolUser | null;
  readonly student: SchoolUser | null;
  readonly subject: string;
  /** The value of `<input type="datetime-local">`. */
  readonly when: string;
  readonly minutes: number;
  readonly repeat: RepeatInput;
}

/** The lessons that the input describes; null while something is missing or invalid. */
export function newLesson({
  teacher,
  student,
  subject,
  when,
  minutes,
  repeat: repeatInput,
}: LessonInput): NewLesson | null {
  const scheduled_at = fromLocalInput(when);
  const repeat = repeatOf(repeatInput, when);
  if (teacher === null || student === null || scheduled_at === null || repeat === null) return null;
  return {
    teacher_id: teacher.id,
    student_id: student.id,
    scheduled_at,
    duration_minutes: minutes,
    ...(subject.trim() !== '' && { subject: subject.trim() }),
    ...(repeat !== undefined && { repeat }),
  };
}
