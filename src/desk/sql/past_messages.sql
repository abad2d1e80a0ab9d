-- The newest $4 messages before $3 that the chat $1 had when its last event was at the position $2, with
-- their texts of then. With $5 only reported ones. Of those that were deleted since, it reads the ones that
-- were deleted after $2 if they are few; if they are many, the newest before $3 are soon found.
WITH deleted_since AS MATERIALIZED (
    SELECT m.id
    FROM public.messages AS m
    WHERE m.chat_id + 0 = $1
      AND m.is_deleted
      AND m.delete_position > $2
      AND NOT $5
    ORDER BY m.chat_id + 0, m.delete_position
    LIMIT 1000
)
SELECT m.id,
       m.sender_id AS author_id,
       CASE
           WHEN brought.payload ? 'content_digest' THEN NULL
           ELSE brought.payload ->> 'content'
       END AS text,
       m.created_at AS sent_at,
       edit.position IS NOT NULL AS is_edited,
       m.reply_to,
       ARRAY(
           SELECT a.name
           FROM unnest(m.attachments) WITH ORDINALITY AS f (id, ordinal)
           LEFT JOIN LATERAL (
               SELECT a.name
               FROM public.attachments AS a
               WHERE a.id = f.id
                 AND a.deleted_at IS NULL
               OFFSET 0
           ) AS a ON true
           ORDER BY f.ordinal
       ) AS files
FROM (
    (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.chat_id = $1
          AND m.id <= $2
          AND m.id < $3
          AND NOT m.is_deleted
          AND NOT $5
        ORDER BY m.chat_id DESC, m.id DESC
        LIMIT $4
    )
    UNION ALL
    (
        SELECT m.*
        FROM deleted_since AS d
        CROSS JOIN LATERAL (
            SELECT m.* FROM public.messages AS m WHERE m.id = d.id OFFSET 0
        ) AS m
        WHERE (SELECT count(*) FROM deleted_since) < 1000
          AND d.id <= $2
          AND d.id < $3
        ORDER BY d.id DESC
        LIMIT $4
    )
    UNION ALL
    (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.chat_id = $1
          AND m.id <= $2
          AND m.id < $3
          AND m.is_deleted
          AND m.delete_position > $2
          AND (SELECT count(*) FROM deleted_since) = 1000
        ORDER BY m.chat_id DESC, m.id DESC
        LIMIT $4
    )
    UNION ALL
    (
        SELECT m.*
        FROM (
            SELECT DISTINCT r.message_id
            FROM public.reports AS r
            WHERE r.chat_id = $1
              AND r.message_id <= $2
              AND r.message_id < $3
              AND $5
        ) AS reported
        CROSS JOIN LATERAL (
            SELECT m.* FROM public.messages AS m WHERE m.id = reported.message_id OFFSET 0
        ) AS m
        WHERE NOT m.is_deleted
           OR m.delete_position > $2
        ORDER BY m.id DESC
        LIMIT $4
    )
    ORDER BY id DESC
    LIMIT $4
) AS m
LEFT JOIN LATERAL (
    SELECT e.position
    FROM public.events AS e
    WHERE m.edit_position IS NOT NULL
      AND e.kind = 'message_edited'
      AND (e.payload ->> 'message_id')::bigint = m.id
      AND e.position <= $2
    ORDER BY (e.payload ->> 'message_id')::bigint DESC, e.position DESC
    LIMIT 1
) AS edit ON true
CROSS JOIN LATERAL (
    SELECT e.payload
    FROM public.events AS e
    WHERE e.position = coalesce(edit.position, m.id)
    OFFSET 0
) AS brought
ORDER BY m.id DESC
