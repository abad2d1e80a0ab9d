-- The head of the log, and whether it has an event of the chat $1.
SELECT h.position,
       EXISTS (SELECT FROM public.events AS e WHERE e.chat_id = $1) AS chat_exists
FROM public.log_head AS h
