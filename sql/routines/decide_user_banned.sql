-- A step of append_batch(), run with the head taken: a moderator bans who wrote a message that
-- was reported.
CREATE OR REPLACE FUNCTION public.decide_user_banned(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN NOT public.is_moderator(d.actor_id) THEN 'not_a_moderator'
               WHEN r.id IS NULL THEN 'report_not_found'
               WHEN m.sender_id IS NULL THEN 'user_not_found'
               WHEN public.is_banned(d.realm, m.sender_id) THEN 'unchanged'
               ELSE 'append'
           END,
           r.chat_id,
           jsonb_build_object('user_id', m.sender_id),
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT r.*
        FROM public.reports AS r
        WHERE r.id = (d.payload ->> 'report_id')::bigint
        OFFSET 0
    ) AS r ON r.realm = d.realm
    LEFT JOIN LATERAL (
        SELECT m.chat_id, m.sender_id
        FROM public.messages AS m
        WHERE m.id = r.message_id
        OFFSET 0
    ) AS m ON m.chat_id = r.chat_id
    WHERE d.kind = 'user_banned';
END;
$$;
