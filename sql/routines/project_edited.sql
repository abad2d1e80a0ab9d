-- A step of project(): messages given another text in the range; the latest one stays. An
-- edit of a message that is deleted, that is of another chat or that is yet to come changes
-- nothing. Runs before the deletions of the range, of which only what is before one counts.
CREATE OR REPLACE FUNCTION public.project_edited(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE public.messages AS m
    SET content = latest.content,
        edit_position = latest.position
    FROM (
        SELECT DISTINCT ON (change.chat_id, change.message_id) change.*
        FROM (
            SELECT e.chat_id,
                   e.kind,
                   e.position,
                   named.message_id,
                   e.payload ->> 'content' AS content,
                   min(e.position) FILTER (WHERE e.kind = 'message_deleted')
                       OVER (PARTITION BY e.chat_id, named.message_id) AS deleted_at
            FROM public.events AS e
            CROSS JOIN LATERAL (SELECT (e.payload ->> 'message_id')::bigint AS message_id) AS named
            WHERE e.position BETWEEN _from AND _to
              AND e.kind IN ('message_edited', 'message_deleted')
              AND named.message_id < e.position
        ) AS change
        WHERE change.kind = 'message_edited'
          AND change.position < coalesce(change.deleted_at, change.position + 1)
        ORDER BY change.chat_id, change.message_id, change.position DESC
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.chat_id, f.is_deleted
        FROM public.messages AS f
        WHERE f.id = latest.message_id
        OFFSET 0
    ) AS found
    WHERE m.ctid = found.ctid
      AND found.chat_id = latest.chat_id
      AND NOT found.is_deleted;
END;
$$;
