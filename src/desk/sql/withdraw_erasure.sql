-- Takes back the request of the realm $1 to erase the user $2, unless the erasure has begun.
DELETE FROM public.erasure_requests AS q
WHERE q.user_id = $2
  AND q.realm = $1
  -- It waits for an erasure that is beginning, which removes the name.
  AND q.confirmed_name IS NOT NULL
