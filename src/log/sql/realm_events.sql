-- The events of the realm $1 at positions after $2 up to $3. What changed of a user is one of each of the
-- user's realms.
SELECT e.position, e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload, e.recorded_at,
       c.chat_uuid, c.subject_uuid, c.files, c.newly_read, c.is_blanked,
       c.is_in_group, c.shown_to
FROM (
    SELECT found.*
    FROM (
        (
            SELECT *
            FROM public.events AS e
            WHERE e.position > $2
              AND e.position <= $3
              AND e.realm = $1
              AND e.kind <> ALL (public.shown_user_kinds())
            ORDER BY e.position
            LIMIT $4
        )
        UNION ALL
        (
            SELECT about.*
            FROM (
                SELECT c.id, c.user_id
                FROM public.user_changes AS c
                WHERE c.id > $2
                  AND c.id <= $3
                ORDER BY c.id
                OFFSET 0
            ) AS c
            CROSS JOIN LATERAL (
                SELECT * FROM public.events AS e WHERE e.position = c.id OFFSET 0
            ) AS about
            WHERE public.shown_to(c.user_id, c.id) ? $1
            ORDER BY c.id
            LIMIT $4
        )
    ) AS found
    ORDER BY found.position
    LIMIT $4
) AS e
CROSS JOIN LATERAL public.event_context(
    e.position, e.realm, e.kind, e.chat_id, e.actor_id, e.payload
) AS c
ORDER BY e.position
