-- At most $4 events of the chat $1 at positions after $2 up to $3, each with its description. With $5
-- only those about reported messages. Their times are also given in the time zone $6.
SELECT e.position,
       e.recorded_at,
       to_char(e.recorded_at AT TIME ZONE $6::text, 'YYYY-MM-DD HH24:MI') AS local_time,
       e.kind,
       e.actor_id,
       words.description,
       words.text,
       audit.text_state(e) AS state,
       e.payload,
       ARRAY(SELECT f.name FROM audit.message_files(e) AS f ORDER BY f.ordinal) AS files
FROM public.events_of_chat($1, $2, $3, $4, $5) AS e
CROSS JOIN LATERAL audit.describe_event(e) AS words
ORDER BY e.position
