import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { ListView } from '../../../react/useChats.ts';
import { usePagedQuery } from '../../../react/usePagedQuery.ts';
import type { Lesson, LessonStatus, NewLesson } from '../types.ts';
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
  readonly schedule: (lesson: NewLesson) => Promise<Lesson>;
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

export interface UseChangeLesson {
  /** Rejects with a `VestnikError`. */
  readonly change: (id: number, status: LessonStatus) => Promise<Lesson>;
}

/** For admins, and for the lesson's teacher. A first completed lesson begins the pair's chat. */
export function useChangeLesson(): UseChangeLesson {
  const api = useSchoolApi();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: ({ id, status }: { id: number; status: LessonStatus }) =>
      api.changeLesson(id, status),
    onSuccess: () => queries.invalidateQueries({ queryKey: LESSONS }),
  });
  return { change: (id, status) => mutateAsync({ id, status }) };
}
