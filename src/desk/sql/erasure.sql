-- What there is of the user $2 of the realm $1, deactivated or not, and whether an erasure was asked for.
-- No row if there is no such user, and no erasure of one was asked for here.
SELECT u.id IS NOT NULL AS exists,
       u.name,
       u.role,
       u.email,
       coalesce(a.messages, 0) AS messages,
       coalesce(a.texts, 0) AS texts,
       f.files,
       f.file_bytes,
       (
           SELECT count(*)
           FROM public.chat_participants AS p
           WHERE p.user_id + 0 = $2
       ) AS chats,
       q.requested_by,
       q.requested_at,
       r.started_at,
       r.finished_at
FROM (SELECT) AS one
LEFT JOIN public.users AS u
    ON u.id = $2
   AND u.role <> 'service'
   AND public.is_member_of_realm(
       u.role,
       CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
       $1
   )
LEFT JOIN public.desk_authors AS a ON a.user_id = $2
LEFT JOIN public.erasure_requests AS q
    ON q.user_id = $2
   AND q.realm = $1
LEFT JOIN public.erasures AS r ON r.user_id = $2
CROSS JOIN LATERAL (
    SELECT count(*) AS files, coalesce(sum(a.size), 0)::bigint AS file_bytes
    FROM public.attachments AS a
    WHERE a.owner_id = $2
      AND a.deleted_at IS NULL
) AS f
WHERE u.id IS NOT NULL
   OR q.user_id IS NOT NULL
