-- The events of a realm at positions after $2 up to $3.
SELECT e.position, e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload, e.recorded_at,
       c.chat_uuid, c.subject_uuid, c.files, c.newly_read, c.is_blanked,
       c.is_in_group
FROM (
    SELECT *
    FROM public.events AS e
    WHERE e.position > $2
      AND e.position <= $3
      AND e.realm = $1
    ORDER BY e.position
    LIMIT $4
) AS e
CROSS JOIN LATERAL public.event_context(
    e.position, e.realm, e.kind, e.chat_id, e.actor_id, e.payload
) AS c
ORDER BY e.position
