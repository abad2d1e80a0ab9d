-- At most $3 events of the chat $1 after the position $2, in words; with $4 only those about reported
-- messages.
SELECT e.position,
       e.recorded_at,
       e.kind,
       e.actor_id,
       words.description,
       words.text,
       audit.text_state(e) AS state,
       e.payload,
       ARRAY(SELECT f.name FROM audit.message_files(e) AS f ORDER BY f.ordinal) AS files
FROM public.events_of_chat($1, $2, 9223372036854775807, $3, $4) AS e
CROSS JOIN LATERAL audit.describe_event(e) AS words
ORDER BY e.position
