-- The head of the log, whether it has an event of the chat $1, what names the chat (its title, its subject, its
-- first 20 members), who asks the database, the newest seal, and the time now in the time zone $2.
SELECT h.position,
       EXISTS (SELECT FROM public.events AS e WHERE e.chat_id = $1) AS chat_exists,
       c.realm,
       c.title,
       c.context ->> 'title' AS subject,
       ARRAY(
           SELECT p.user_id
           FROM public.all_participants AS p
           WHERE p.chat_id = $1
           ORDER BY p.chat_id, p.user_id
           LIMIT 20
       ) AS members,
       session_user::text AS database_user,
       s.to_position AS seal_position,
       s.hash AS seal_hash,
       to_char(now() AT TIME ZONE $2::text, 'YYYY-MM-DD HH24:MI') AS local_time
FROM public.log_head AS h
LEFT JOIN LATERAL (
    SELECT c.* FROM public.chats AS c WHERE c.id = $1 OFFSET 0
) AS c ON true
CROSS JOIN audit.newest_seal() AS s
