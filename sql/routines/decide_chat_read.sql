-- A step of append_batch(), run with the head taken: a participant's read mark moves to
-- the newest message at or before the one named, or to the newest of all; a mark that
-- would not move forward emits nothing. Where it was goes along (`from_id`): what lies
-- between was newly read.
CREATE OR REPLACE FUNCTION public.decide_chat_read(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN read.id > p.last_read_id THEN 'append'
               ELSE 'unchanged'
           END,
           d.chat_id,
           jsonb_build_object('from_id', p.last_read_id, 'up_to_id', read.id),
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = d.chat_id
        OFFSET 0
    ) AS c ON c.realm = d.realm AND c.deleted_at IS NULL
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
          AND p.user_id = d.actor_id
        OFFSET 0
    ) AS p ON p.left_at IS NULL
    LEFT JOIN LATERAL public.newest_message(
        c.id,
        coalesce((d.payload ->> 'up_to_id')::bigint, c.activity_position)
    ) AS read ON true
    WHERE d.kind = 'chat_read';
END;
$$;
