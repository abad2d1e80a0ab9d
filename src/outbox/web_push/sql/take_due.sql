-- Takes the oldest notification of at most $2 subscriptions that are due, other than $1. Each has the
-- newest message to notify of; `message_id` is NULL if there is none, or the user wants no notification now.
WITH due AS (
    SELECT s.*
    FROM public.push_subscriptions AS s
    WHERE s.next_attempt_at <= now()
      AND s.id <> ALL ($1)
    ORDER BY s.next_attempt_at
    LIMIT $2
), oldest AS (
    SELECT n.*
    FROM due AS d
    CROSS JOIN LATERAL (
        SELECT n.*
        FROM public.push_notifications AS n
        WHERE n.subscription_id = d.id
        ORDER BY n.subscription_id, n.position
        LIMIT 1
    ) AS n
), taken AS (
    DELETE FROM public.push_notifications AS n
    USING oldest AS o
    WHERE n.subscription_id = o.subscription_id
      AND n.chat_id = o.chat_id
), scheduled AS (
    UPDATE public.push_subscriptions AS s
    SET next_attempt_at = CASE
            WHEN EXISTS (
                SELECT
                FROM public.push_notifications AS n
                WHERE n.subscription_id = s.id
                OFFSET 1
            )
            THEN now()
        END
    WHERE s.id = ANY (ARRAY(SELECT d.id FROM due AS d))
)
SELECT d.id,
       d.endpoint,
       d.p256dh,
       d.auth,
       coalesce(preferred.language, d.language) AS language,
       d.failures,
       o.chat_id,
       o.position,
       o.since,
       o.created_at,
       c.realm,
       CASE WHEN c.type = 'group' THEN coalesce(c.title, '') END AS group_title,
       m.id AS message_id,
       m.sender_id,
       (SELECT u.name FROM public.users AS u WHERE u.id = m.sender_id) AS sender_name,
       left(m.content, 201) AS beginning,
       left(files.names, 201) AS files
FROM due AS d
JOIN oldest AS o ON o.subscription_id = d.id
CROSS JOIN LATERAL (
    SELECT c.realm, c.type, c.title
    FROM public.chats AS c
    WHERE c.id = o.chat_id
    OFFSET 0
) AS c
LEFT JOIN LATERAL (
    SELECT p.language
    FROM public.user_preferences AS p
    WHERE p.user_id = d.user_id
    OFFSET 0
) AS preferred ON true
LEFT JOIN LATERAL
    public.message_wanted_by('push', d.user_id, o.chat_id, o.since, o.position) AS m ON true
LEFT JOIN LATERAL public.file_names(m.attachments) AS files ON m.id IS NOT NULL
