import type { Lesson } from '@vestnik/sdk/school';

/** Lessons of one calendar day. */
export interface LessonDay {
  /** A moment of that day. */
  readonly at: string;
  readonly lessons: readonly Lesson[];
}

export interface Agenda {
  /** Still to be given or to be marked as given: the next one first. */
  readonly planned: readonly LessonDay[];
  /** Completed and cancelled: the newest first. */
  readonly past: readonly LessonDay[];
}

/**
 * Lessons as a page shows them. Those in `kept` stay among the planned ones whatever became of
 * them: what one has just dealt with must not jump away from under the pointer.
 */
export function buildAgenda(
  lessons: readonly Lesson[],
  dayKey: (iso: string) => string,
  pinnedIds: ReadonlySet<number>,
): Agenda {
  const isPlanned = ({ id, status }: Lesson) => status === 'scheduled' || pinnedIds.has(id);
  const ascending = (one: Lesson, other: Lesson) =>
    Date.parse(one.scheduled_at) - Date.parse(other.scheduled_at) || one.id - other.id;
  return {
    planned: byDay(lessons.filter(isPlanned).toSorted(ascending), dayKey),
    past: byDay(
      lessons
        .filter((lesson) => !isPlanned(lesson))
        .toSorted((one, other) => ascending(other, one)),
      dayKey,
    ),
  };
}

function byDay(lessons: readonly Lesson[], dayKey: (iso: string) => string): LessonDay[] {
  const days = new Map<string, { at: string; lessons: Lesson[] }>();
  for (const lesson of lessons) {
    const key = dayKey(lesson.scheduled_at);
    const day = days.get(key);
    if (day) day.lessons.push(lesson);
    else days.set(key, { at: lesson.scheduled_at, lessons: [lesson] });
  }
  return [...days.values()];
}
