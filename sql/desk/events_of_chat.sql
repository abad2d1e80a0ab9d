-- At most `_limit` events of a chat at positions after `_after` up to `_to`, in their order. With
-- `_only_reported` those about messages that were reported: what moderators may see of a chat.
CREATE OR REPLACE FUNCTION public.events_of_chat(
    _chat_id bigint,
    _after   bigint,
    _to      bigint,
    _limit   bigint,
    _only_reported boolean
)
RETURNS SETOF public.events
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    IF NOT _only_reported THEN
        RETURN QUERY
        SELECT e.*
        FROM public.events AS e
        WHERE e.chat_id = _chat_id
          AND e.position + 0 > _after
          AND e.position + 0 <= _to
        ORDER BY e.position + 0
        LIMIT _limit;
        RETURN;
    END IF;

    RETURN QUERY
    SELECT e.*
    FROM (
        SELECT DISTINCT named.position
        FROM public.reports AS r
        LEFT JOIN LATERAL (
            SELECT m.* FROM public.messages AS m WHERE m.id = r.message_id OFFSET 0
        ) AS m ON true
        LEFT JOIN LATERAL (
            SELECT b.id
            FROM public.bans AS b
            WHERE b.realm = r.realm
              AND b.user_id = m.sender_id
            OFFSET 0
        ) AS ban ON r.resolution = 'user_banned'
        CROSS JOIN LATERAL (
            SELECT one.position
            FROM unnest(ARRAY[
                r.message_id, m.delete_position, r.id, r.resolved_position, ban.id
            ]) AS one (position)
            UNION ALL
            (
                SELECT edit.position
                FROM public.events AS edit
                WHERE m.edit_position IS NOT NULL
                  AND edit.kind = 'message_edited'
                  AND (edit.payload ->> 'message_id')::bigint = r.message_id
                  AND edit.position > _after
                  AND edit.position <= _to
                ORDER BY (edit.payload ->> 'message_id')::bigint, edit.position
                LIMIT _limit
            )
        ) AS named
        WHERE r.chat_id = _chat_id
          AND named.position > _after
          AND named.position <= _to
        ORDER BY named.position
    ) AS named
    CROSS JOIN LATERAL (
        SELECT e.* FROM public.events AS e WHERE e.position = named.position OFFSET 0
    ) AS e
    -- The ban of the author may have been decided on in another chat.
    WHERE e.chat_id = _chat_id
    ORDER BY named.position
    LIMIT _limit;
END;
$$;
