-- The chat of a lesson's teacher and student; NULL if they have none. For lists of lessons; the planner
-- inlines it.
CREATE OR REPLACE FUNCTION public.lesson_chat(_teacher_id bigint, _student_id bigint)
RETURNS bigint
LANGUAGE sql
STABLE
AS $$
    SELECT c.id
    FROM (
        SELECT c.id,
               c.deleted_at
        FROM public.chats AS c
        WHERE c.realm = (SELECT public.lesson_realm())
          AND c.pair_key = least(_teacher_id, _student_id) || ':' || greatest(_teacher_id, _student_id)
        OFFSET 0
    ) AS c
    WHERE c.deleted_at IS NULL
      AND _teacher_id IS NOT NULL
      AND _student_id IS NOT NULL;
$$;
