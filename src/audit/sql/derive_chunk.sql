-- Replays up to $1 further events. Returns the position reached and the head of the log.
SELECT audit_replay.derive(h.position, $1) AS reached,
       h.position AS head
FROM (SELECT coalesce(max(e.position), 0) AS position FROM public.events AS e) AS h
