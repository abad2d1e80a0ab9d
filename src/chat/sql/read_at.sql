-- When the first participant other than its sender read past each of the messages $2 of the chat
-- $1 of the realm $3, by a mark or by sending, which is a visit. A participant who blocks the reader $4
-- does not count. A message that no such participant has read is left out.
--
-- Mostly a participant reads soon, so the first hundred events after a message are looked at first.
-- Where none of them is a read, each participant who has read past the message since is asked for
-- the first event that did so, by the index events_read_marks. So a page costs by its messages and
-- by the participants, not by how much was written since.
SELECT m.id AS message_id,
       passed.recorded_at AS read_at
FROM (
    SELECT ARRAY(
        SELECT b.blocker_id
        FROM (SELECT * FROM public.blocks WHERE blocked_id = $4 OFFSET 0) AS b
        WHERE b.realm = $3
    ) AS ids
    OFFSET 0
) AS blocking
CROSS JOIN (
    SELECT m.*
    FROM public.messages AS m
    WHERE m.id = ANY ($2)
    OFFSET 0
) AS m
CROSS JOIN LATERAL (
    SELECT coalesce(
        (
            SELECT soon.position
            FROM (
                SELECT e.position, e.actor_id, e.kind, e.payload
                FROM public.events AS e
                WHERE e.chat_id = $1
                  AND e.position + 0 > m.id
                ORDER BY e.position + 0
                LIMIT 100
            ) AS soon
            WHERE soon.actor_id <> coalesce(m.sender_id, 0)
              AND (soon.kind = 'message_sent' AND public.is_visit(soon.payload)
                   OR soon.kind = 'chat_read' AND public.id_in(soon.payload, 'up_to_id') >= m.id)
              AND soon.actor_id <> ALL (blocking.ids)
            ORDER BY soon.position
            LIMIT 1
        ),
        (
            SELECT min(late.position)
            FROM (
                SELECT p.*
                FROM public.all_participants AS p
                WHERE p.chat_id = $1
                OFFSET 0
            ) AS p
            CROSS JOIN LATERAL (
                SELECT e.position
                FROM public.events AS e
                WHERE e.chat_id = $1
                  AND e.actor_id = p.user_id
                  AND e.position + 0 > m.id
                  AND public.realm_has_read_times(e.realm)
                  AND e.kind IN ('message_sent', 'chat_read')
                  AND (e.kind = 'message_sent' AND public.is_visit(e.payload)
                       OR public.id_in(e.payload, 'up_to_id') >= m.id)
                ORDER BY e.position + 0
                LIMIT 1
            ) AS late
            WHERE p.user_id IS DISTINCT FROM m.sender_id
              AND p.last_read_id >= m.id
              AND p.user_id <> ALL (blocking.ids)
        )
    ) AS position
    OFFSET 0
) AS first_read
CROSS JOIN LATERAL (
    SELECT e.recorded_at
    FROM public.events AS e
    WHERE e.position = first_read.position
    OFFSET 0
) AS passed
WHERE m.chat_id = $1
