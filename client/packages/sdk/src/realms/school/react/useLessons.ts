import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { ListView } from '../../../react/useChats.ts';
import { usePagedQuery } from '../../../react/usePagedQuery.ts';
import type { ChangedLesson, Lesson, LessonChange, LessonConflicts, NewLesson } from '../types.ts';
import { useSchoolApi } from './context.ts';
import { useCopied } from './useCopied.ts';

/** The key of lessons in TanStack Query's cache. */
export const LESSONS = ['vestnik', 'lessons'] as const;

export interface UseLessons extends Omit<ListView<Lesson>, 'items'> {
  /** The newest first. */
  readonly lessons: readonly Lesson[];
}

/** The caller's own lessons; an admin's list has everyone's. */
export function useLessons(): UseLessons {
  const api = useSchoolApi();
  const pages = usePagedQuery(LESSONS, (query) => api.lessons(query));
  const { items, ...list } = useCopied('lessons', pages);
  return { lessons: items, ...list };
}

export interface UseScheduleLesson {
  /** Rejects with a `VestnikError`. */
  readonly schedule: (lesson: NewLesson) => Promise<ChangedLesson>;
}

/** For admins. */
export function useScheduleLesson(): UseScheduleLesson {
  const api = useSchoolApi();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (lesson: NewLesson) => api.scheduleLesson(lesson),
    onSuccess: () => queries.invalidateQueries({ queryKey: LESSONS }),
  });
  return { schedule: mutateAsync };
}

/** What a new lesson would overlap with; null while nothing is known. For admins. */
export function useLessonConflicts(lesson: NewLesson | null): LessonConflicts | null {
  const api = useSchoolApi();
  const { data } = useQuery({
    queryKey: [...LESSONS, 'conflicts', lesson],
    queryFn: lesson === null ? skipToken : () => api.lessonConflicts(lesson),
    retry: false,
    gcTime: 0,
  });
  return data ?? null;
}

export interface UseChangeLesson {
  /** Rejects with a `VestnikError`. */
  readonly change: (id: number, change: LessonChange) => Promise<ChangedLesson>;
}

/** For admins, and for the lesson's teacher. A first completed lesson begins the pair's chat. */
export function useChangeLesson(): UseChangeLesson {
  const api = useSchoolApi();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: ({ id, change }: { id: number; change: LessonChange }) =>
      api.changeLesson(id, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: LESSONS }),
  });
  return { change: (id, change) => mutateAsync({ id, change }) };
}
