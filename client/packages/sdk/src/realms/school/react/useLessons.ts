import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { Lesson, LessonStatus, NewLesson } from '../../../index.ts';
import { useClient } from '../../../react/context.ts';
import { useCopied } from './useCopied.ts';
import type { ListView } from '../../../react/useList.ts';
import { usePages } from './usePagedQuery.ts';

/** What lessons are kept under in TanStack Query's cache. */
export const LESSONS = ['vestnik', 'lessons'] as const;

export interface UseLessons extends Omit<ListView<Lesson>, 'items'> {
  /** The newest first. */
  readonly lessons: readonly Lesson[];
}

/** The caller's own lessons; an admin's list has everyone's. */
export function useLessons(): UseLessons {
  const { api } = useClient();
  const pages = usePages(LESSONS, (query) => api.lessons(query));
  const { items, ...list } = useCopied('lessons', pages);
  return { lessons: items, ...list };
}

export interface UseScheduleLesson {
  /** Rejects with a `VestnikError`. */
  readonly schedule: (lesson: NewLesson) => Promise<Lesson>;
}

/** For admins. */
export function useScheduleLesson(): UseScheduleLesson {
  const { api } = useClient();
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
  const { api } = useClient();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: ({ id, status }: { id: number; status: LessonStatus }) =>
      api.changeLesson(id, status),
    onSuccess: () => queries.invalidateQueries({ queryKey: LESSONS }),
  });
  return { change: (id, status) => mutateAsync({ id, status }) };
}
