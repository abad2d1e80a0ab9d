-- The newest message to tell the subscriptions $1 of, of the chats $2 and between $3 and $4, at the same indices. No
-- row if there is none, the subscription has ended, or the user wants no notification now.
SELECT w.number - 1 AS index,
       s.id,
       s.endpoint,
       s.p256dh,
       s.auth,
       coalesce(preferred.language, s.language) AS language,
       s.failures,
       c.id AS chat_id,
       c.realm,
       CASE WHEN c.type = 'group' THEN coalesce(c.title, '') END AS group_title,
       m.id AS message_id,
       m.sender_id,
       (SELECT u.name FROM public.users AS u WHERE u.id = m.sender_id) AS sender_name,
       left(m.content, 201) AS beginning,
       left(files.names, 201) AS files
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
    AS w (subscription_id, chat_id, since, position, number)
CROSS JOIN LATERAL (
    SELECT s.*
    FROM public.push_subscriptions AS s
    WHERE s.id = w.subscription_id
    OFFSET 0
) AS s
CROSS JOIN LATERAL (
    SELECT c.id, c.realm, c.type, c.title
    FROM public.chats AS c
    WHERE c.id = w.chat_id
    OFFSET 0
) AS c
LEFT JOIN LATERAL (
    SELECT p.language
    FROM public.user_preferences AS p
    WHERE p.user_id = s.user_id
    OFFSET 0
) AS preferred ON true
CROSS JOIN LATERAL
    public.message_wanted_by('push', s.user_id, w.chat_id, w.since, w.position) AS m
CROSS JOIN LATERAL public.file_names(m.attachments) AS files
