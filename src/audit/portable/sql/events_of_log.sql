-- At most $4 events of the realm $1, or of all realms if it is NULL, at positions after $2 up to $3:
-- as events_of_chat.sql. Events of accounts and of what staff read stay in this database, to which they belong.
SELECT e.position,
       e.event_id,
       e.recorded_at,
       e.realm,
       chat.event_id AS chat,
       e.kind,
       e.actor_id,
       e.payload,
       audit.text_state(e) AS state
FROM (
    SELECT *
    FROM public.events AS of_log
    WHERE of_log.position > $2
      AND of_log.position <= $3
      AND ($1::text IS NULL OR of_log.realm = $1)
      AND (of_log.chat_id IS NOT NULL OR of_log.kind IN ('user_blocked', 'user_unblocked'))
    ORDER BY of_log.position
    LIMIT $4
) AS e
LEFT JOIN LATERAL (
    SELECT c.event_id FROM public.events AS c WHERE c.position = e.chat_id OFFSET 0
) AS chat ON true
ORDER BY e.position
