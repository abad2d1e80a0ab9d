import type { Lesson } from '@vestnik/sdk/school';
import { useTimeFormat } from '@vestnik/ui/format';

export type LessonTime = Pick<Lesson, 'scheduled_at' | 'duration_minutes'>;

/** When a lesson begins and ends: «15:00–16:30». */
export function useLessonHours(): (lesson: LessonTime) => string {
  const { time } = useTimeFormat();
  return (lesson) => `${time(lesson.scheduled_at)}–${time(endOf(lesson))}`;
}

function endOf({ scheduled_at, duration_minutes }: LessonTime): string {
  return new Date(Date.parse(scheduled_at) + duration_minutes * 60_000).toISOString();
}
