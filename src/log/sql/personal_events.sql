-- Those of user_events.sql, and the events that concern the user outside of their chats: the last that
-- removed them from each chat, blocks, what happened to their scheduled messages, and what changed of
-- themselves and of those with whom they share a chat.
SELECT e.position, e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload, e.recorded_at,
       c.chat_uuid, c.subject_uuid, c.files, c.newly_read, c.is_blanked,
       c.is_in_group, c.shown_to
FROM (
    SELECT found.*
    FROM (
        SELECT of_chat.*
        FROM public.events_of_user($1, $2, $3, $4, $5) AS of_chat
        UNION ALL
        SELECT removal.*
        FROM (
            SELECT f.left_position
            FROM public.former_participants AS f
            WHERE (f.user_id + 0, f.left_position) > ($1, $3)
              AND (f.user_id + 0, f.left_position) <= ($1, $4)
            ORDER BY f.user_id + 0, f.left_position
            LIMIT $5
        ) AS f
        CROSS JOIN LATERAL (
            SELECT * FROM public.events AS e WHERE e.position = f.left_position OFFSET 0
        ) AS removal
        WHERE removal.realm = $2
        UNION ALL
        (
            SELECT personal.*
            FROM (
                SELECT b.user_id, b.id
                FROM public.personal_events AS b
                WHERE (b.user_id, b.id) > ($1, $3)
                  AND (b.user_id, b.id) <= ($1, $4)
                ORDER BY b.user_id, b.id
                OFFSET 0
            ) AS b
            CROSS JOIN LATERAL (
                SELECT * FROM public.events AS e WHERE e.position = b.id OFFSET 0
            ) AS personal
            WHERE personal.realm = $2
              AND NOT EXISTS (SELECT FROM public.active_participant(personal.chat_id, $1))
            ORDER BY b.user_id, b.id
            LIMIT $5
        )
        UNION ALL
        (
            SELECT about.*
            FROM (
                SELECT c.id, c.user_id
                FROM public.user_changes AS c
                WHERE c.id > $3
                  AND c.id <= $4
                ORDER BY c.id
                OFFSET 0
            ) AS c
            CROSS JOIN LATERAL (
                SELECT * FROM public.events AS e WHERE e.position = c.id OFFSET 0
            ) AS about
            WHERE c.user_id = $1
               OR public.has_shared_chat($2, $1, c.user_id, c.id)
            ORDER BY c.id
            LIMIT $5
        )
    ) AS found
    ORDER BY found.position
    LIMIT $5
) AS e
CROSS JOIN LATERAL public.event_context(
    e.position, e.realm, e.kind, e.chat_id, e.actor_id, e.payload
) AS c
ORDER BY e.position
