-- From position $1 on, that one included, so that the reader sees whether the event it knows there
-- is still the same.
SELECT e.position, e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload, e.recorded_at,
       c.chat_uuid, c.subject_uuid, c.files, c.newly_read, c.is_blanked,
       c.is_in_group, c.shown_to
FROM (
    SELECT *
    FROM public.events AS e
    WHERE e.position >= $1
    ORDER BY e.position
    LIMIT $2
) AS e
CROSS JOIN LATERAL public.event_context(
    e.position, e.realm, e.kind, e.chat_id, e.actor_id, e.payload
) AS c
ORDER BY e.position
