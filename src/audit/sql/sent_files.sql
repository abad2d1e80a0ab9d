-- The files of at most 1,000 messages after the position $1, as they were sent.
SELECT e.position, e.payload -> 'attachments' AS ids, e.payload -> 'files' AS files
FROM public.events AS e
WHERE e.position > $1
  AND e.kind = 'message_sent'
  AND e.payload ? 'files'
ORDER BY e.position
LIMIT 1000
