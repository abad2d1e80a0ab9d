-- The first position from $1 on.
SELECT e.position
FROM ONLY public.events AS e
WHERE e.position >= $1
ORDER BY e.position
LIMIT 1
