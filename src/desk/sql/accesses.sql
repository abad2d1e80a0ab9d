-- At most $3 accesses to what others wrote in the realm $1 before the position $2, the newest first.
SELECT a.position, a.at, a.user_id, a.via_key, a.chat_id, a.attachment_id, a.action, a.route, a.address, a.reason
FROM public.accesses AS a
WHERE (a.realm, a.position) < ($1, $2)
  AND a.realm >= $1
ORDER BY a.realm DESC, a.position DESC
LIMIT $3
