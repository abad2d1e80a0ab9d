-- Reports of the realm $1. If $2, the oldest $4 open ones after the sort_key $3; else the $4 with the latest
-- decisions before it. If $5, only that one, open or not. The text is the one that was reported.
SELECT r.id,
       r.sort_key,
       r.chat_id,
       r.message_id,
       m.sender_id AS author_id,
       CASE
           WHEN brought.payload ? 'content_digest' THEN NULL
           ELSE coalesce(brought.payload ->> 'content', '')
       END AS text,
       coalesce(m.edit_position > r.id, false) AS is_edited_since,
       ARRAY(
           SELECT a.name
           FROM public.attachments AS a
           WHERE a.id = ANY (m.attachments)
             AND a.deleted_at IS NULL
           ORDER BY a.id
       ) AS files,
       m.created_at AS sent_at,
       coalesce(m.is_deleted, true) AS is_deleted,
       r.reported_by,
       r.reason,
       r.created_at,
       (
           SELECT count(*)
           FROM (
               SELECT
               FROM public.reports AS o
               WHERE o.message_id = r.message_id
                 AND o.id <> r.id
                 AND o.resolution IS NULL
               LIMIT 100
           ) AS o
       ) AS others,
       EXISTS (
           SELECT FROM public.bans AS b WHERE b.realm = r.realm AND b.user_id = m.sender_id
       ) AS author_is_banned,
       r.resolution,
       r.resolved_by,
       r.resolved_at
FROM (
    (
        SELECT o.*, o.id AS sort_key
        FROM public.reports AS o
        WHERE o.resolution IS NULL
          AND (o.realm, o.id) > ($1, $3)
          AND o.realm <= $1
        ORDER BY o.realm, o.id
        LIMIT CASE WHEN $2 THEN $4::bigint ELSE 0 END
    )
    UNION ALL
    (
        SELECT c.*, c.resolved_position
        FROM public.reports AS c
        WHERE c.resolution IS NOT NULL
          AND (c.realm, c.resolved_position) < ($1, $3)
          AND c.realm >= $1
        ORDER BY c.realm DESC, c.resolved_position DESC
        LIMIT CASE WHEN $2 THEN 0 ELSE $4::bigint END
    )
    UNION ALL
    SELECT n.*, n.id
    FROM public.reports AS n
    WHERE n.id = $5
) AS r
LEFT JOIN LATERAL (
    SELECT m.* FROM public.messages AS m WHERE m.id = r.message_id OFFSET 0
) AS m ON true
LEFT JOIN LATERAL (
    SELECT e.position
    FROM public.events AS e
    WHERE m.edit_position IS NOT NULL
      AND e.kind = 'message_edited'
      AND (e.payload ->> 'message_id')::bigint = r.message_id
      AND e.position < r.id
    ORDER BY (e.payload ->> 'message_id')::bigint DESC, e.position DESC
    LIMIT 1
) AS edit ON true
LEFT JOIN LATERAL (
    SELECT e.payload
    FROM public.events AS e
    WHERE e.position = coalesce(edit.position, r.message_id)
    OFFSET 0
) AS brought ON true
WHERE r.realm = $1
ORDER BY CASE WHEN $2 THEN r.sort_key ELSE -r.sort_key END
