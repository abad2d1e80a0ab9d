-- The texts of the messages $1 that edits have replaced, and when each was written: at most $2 of a
-- message, the latest ones, the oldest first. NULL instead of a text that was erased.
SELECT edited.id AS message_id,
       CASE
           WHEN NOT former.payload ? 'content_digest' THEN former.payload ->> 'content'
       END AS content,
       former.recorded_at AS written_at
FROM unnest($1::bigint[]) AS edited (id)
CROSS JOIN LATERAL (
    SELECT written.position, written.payload, written.recorded_at
    FROM (
        (
            SELECT e.position, e.payload, e.recorded_at
            FROM public.events AS e
            WHERE e.kind = 'message_edited'
              AND ((e.payload ->> 'message_id')::bigint, e.position) > (edited.id, 0)
              AND ((e.payload ->> 'message_id')::bigint, e.position)
                  <= (edited.id, 9223372036854775807)
            ORDER BY (e.payload ->> 'message_id')::bigint DESC, e.position DESC
            LIMIT $2::bigint + 1
        )
        UNION ALL
        SELECT sent.position, sent.payload, sent.recorded_at
        FROM (
            SELECT e.position, e.payload, e.recorded_at
            FROM public.events AS e
            WHERE e.position = edited.id
            OFFSET 0
        ) AS sent
    ) AS written
    ORDER BY written.position DESC
    -- Without the latest text.
    LIMIT $2
    OFFSET 1
) AS former
ORDER BY former.position
