-- The push subscriptions of the user $2 in the realm $1, at most 20, the oldest first.
SELECT s.device_id, s.endpoint, s.created_at
FROM public.push_subscriptions AS s
WHERE s.user_id = $2
  AND s.realm = $1
ORDER BY s.user_id, s.id
