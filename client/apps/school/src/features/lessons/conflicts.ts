import type { Lesson } from '@vestnik/sdk/school';

/** Lessons that begin within this time of each other overlap: the server knows no durations. */
const USUAL_LENGTH_MS = 60 * 60 * 1000;

export interface PlannedLesson {
  readonly teacherId: number | null;
  readonly studentId: number | null;
  /** RFC 3339; null: not chosen. */
  readonly at: string | null;
}

/** The lessons at about the same time that the teacher or the student has already, in order. */
export function conflictsWith(
  { teacherId, studentId, at }: PlannedLesson,
  lessons: readonly Lesson[],
): readonly Lesson[] {
  if (at === null) return [];
  const start = Date.parse(at);
  return lessons
    .filter(({ status, scheduled_at, teacher_id, student_id }) => {
      const hasOfThem =
        (teacherId !== null && teacher_id === teacherId) ||
        (studentId !== null && student_id === studentId);
      const distance = Math.abs(Date.parse(scheduled_at) - start);
      return status === 'scheduled' && hasOfThem && distance < USUAL_LENGTH_MS;
    })
    .toSorted((one, other) => Date.parse(one.scheduled_at) - Date.parse(other.scheduled_at));
}
