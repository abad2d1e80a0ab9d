-- At most $4 events of the chat $1 at positions after $2 up to $3, for a portable export. The state of a
-- text: `shown`, `edited` (a later event has the new text), `deleted` or `erased`.
SELECT e.position,
       e.event_id,
       e.recorded_at,
       e.realm,
       chat.event_id AS chat,
       e.kind,
       e.actor_id,
       e.payload,
       CASE
           WHEN e.kind NOT IN ('message_sent', 'message_edited') THEN NULL
           WHEN e.payload ? 'content_digest' THEN 'erased'
           WHEN coalesce(m.edit_position, m.id) IS DISTINCT FROM e.position THEN 'edited'
           WHEN m.is_deleted THEN 'deleted'
           ELSE 'shown'
       END AS state
FROM (
    SELECT *
    FROM public.events AS of_chat
    WHERE of_chat.chat_id = $1
      AND of_chat.position + 0 > $2
      AND of_chat.position + 0 <= $3
    ORDER BY of_chat.position + 0
    LIMIT $4
) AS e
LEFT JOIN LATERAL (
    SELECT c.event_id FROM public.events AS c WHERE c.position = e.chat_id OFFSET 0
) AS chat ON true
LEFT JOIN LATERAL (
    SELECT m.id, m.edit_position, m.is_deleted
    FROM public.messages AS m
    WHERE m.id = CASE e.kind
        WHEN 'message_edited' THEN public.id_in(e.payload, 'message_id')
        ELSE e.position
    END
    OFFSET 0
) AS m ON true
ORDER BY e.position
