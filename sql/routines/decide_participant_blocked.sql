-- A step of append_batch(), run with the head taken: one of two lets the other write nothing to
-- them any more, in this chat and every other of the two, or again. Serves both kinds.
CREATE OR REPLACE FUNCTION public.decide_participant_blocked(_drafts public.draft[])
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
               WHEN c.type <> 'private' OR other.user_id IS NULL THEN 'participant_not_found'
               WHEN public.is_blocked(d.realm, d.actor_id, other.user_id) = (d.kind = 'participant_blocked') THEN 'unchanged'
               ELSE 'append'
           END,
           d.chat_id,
           jsonb_build_object('user_id', other.user_id),
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
    LEFT JOIN LATERAL (
        SELECT other.user_id
        FROM public.chat_participants AS other
        WHERE other.chat_id = c.id
        OFFSET 0
    ) AS other ON other.user_id <> d.actor_id
    WHERE d.kind IN ('participant_blocked', 'participant_unblocked');
END;
$$;
