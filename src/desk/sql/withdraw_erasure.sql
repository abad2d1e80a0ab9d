-- Takes back the request of the realm $1 to erase the user $2, unless the erasure has begun.
DELETE FROM public.erasure_requests AS q
WHERE q.user_id = $2
  AND q.realm = $1
  AND NOT EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = $2)
