-- The last event of the log, NULLs before the first one. A query reads it in the same statement as
-- its rows, so that its cursor matches them (src/chat/snapshot.rs).
CREATE OR REPLACE VIEW public.head_cursor AS
SELECT e.position AS head_position,
       e.event_id AS head_event_id
FROM public.log_head AS head
LEFT JOIN LATERAL (
    SELECT e.position, e.event_id
    FROM public.events AS e
    WHERE e.position = head.position
    OFFSET 0
) AS e ON true;
