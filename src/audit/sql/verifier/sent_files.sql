-- At most 1,000 messages with files after the position $1, and what these were when they were sent. Those whose
-- author was erased have nothing of them.
SELECT e.position, e.origin, e.payload -> 'attachments' AS ids, e.payload -> 'files' AS files
FROM ONLY public.events AS e
WHERE e.position > $1
  AND e.kind = 'message_sent'
  AND e.payload ? 'attachments'
  AND NOT e.payload ? 'content_digest'
ORDER BY e.position
LIMIT 1000
