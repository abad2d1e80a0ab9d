import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { FetchResult, ListResult } from '../../../react/result.ts';
import { useQueryFetchResult, useQueryMutationResult } from '../../../react/tanstack.ts';
import type { MutationResult } from '../../../react/useMutationResult.ts';
import { usePagedQuery } from '../../../react/usePagedQuery.ts';
import type { ChangedLesson, Lesson, LessonChange, LessonConflicts, NewLesson } from '../types.ts';
import { useSchoolApi } from './context.ts';
import { useCopied } from './useCopied.ts';

/** The key of lessons in TanStack Query's cache. */
export const LESSONS = ['vestnik', 'lessons'] as const;

/** The caller's own lessons, the newest first; an admin's list has everyone's. */
export function useLessons(): ListResult<Lesson> {
  const api = useSchoolApi();
  const pages = usePagedQuery(LESSONS, (query) => api.lessons(query));
  return useCopied('lessons', pages);
}

/** For admins. */
export function useScheduleLesson(): MutationResult<NewLesson, ChangedLesson> {
  const api = useSchoolApi();
  const queries = useQueryClient();
  return useQueryMutationResult(
    useMutation({
      mutationFn: (lesson: NewLesson) => api.scheduleLesson(lesson),
      onSuccess: () => queries.invalidateQueries({ queryKey: LESSONS }),
    }),
  );
}

/** What a new lesson would overlap with. Nothing is requested without a lesson. For admins. */
export function useLessonConflicts(lesson: NewLesson | null): FetchResult<LessonConflicts> {
  const api = useSchoolApi();
  return useQueryFetchResult(
    useQuery({
      queryKey: [...LESSONS, 'conflicts', lesson],
      queryFn: lesson === null ? skipToken : () => api.lessonConflicts(lesson),
      retry: false,
      gcTime: 0,
    }),
  );
}

export interface ChangeOfLesson {
  readonly id: number;
  readonly change: LessonChange;
}

/** For admins, and for the lesson's teacher. A first completed lesson begins the pair's chat. */
export function useChangeLesson(): MutationResult<ChangeOfLesson, ChangedLesson> {
  const api = useSchoolApi();
  const queries = useQueryClient();
  return useQueryMutationResult(
    useMutation({
      mutationFn: ({ id, change }: ChangeOfLesson) => api.changeLesson(id, change),
      onSuccess: () => queries.invalidateQueries({ queryKey: LESSONS }),
    }),
  );
}
