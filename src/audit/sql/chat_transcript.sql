-- At most $4 events of the chat $1 at positions after $2 up to $3, each with its description. With $5
-- only those about reported messages.
SELECT e.position,
       e.recorded_at,
       e.kind,
       e.actor_id,
       audit.display_name(u.id, u.name) AS actor,
       words.description,
       words.text,
       audit.text_state(e) AS state,
       CASE e.kind
           WHEN 'message_sent' THEN e.position
           WHEN 'message_edited' THEN (e.payload ->> 'message_id')::bigint
           WHEN 'message_deleted' THEN (e.payload ->> 'message_id')::bigint
       END AS message_id,
       CASE e.kind WHEN 'message_sent' THEN (e.payload ->> 'reply_to')::bigint END AS reply_to,
       ARRAY(SELECT f.name FROM audit.message_files(e) AS f ORDER BY f.place) AS files
FROM public.events_of_chat($1, $2, $3, $4, $5) AS e
CROSS JOIN LATERAL audit.describe_event(e) AS words
LEFT JOIN public.users AS u ON u.id = e.actor_id
ORDER BY e.position
