-- The chats that the user $1 is in, in the realm $2: at most $4 of those whose newest message that
-- is not deleted is before $3, the newest first. A chat without messages counts by its creation.
-- $5 is the scope of the participants, and $6 says whether groups are listed.
--
-- A user's chats are not stored in this order: each message would move the chat in the list of
-- every participant. Mostly all of them are looked up (`gathered`), and what else the page shows
-- only for its rows. Of a user with hundreds of chats the first ones are among the newest of the
-- realm, as a rule, and these are stored in order, but for the order within a bucket: so as many of
-- them as the page needs are taken (`newest`), and the rest of the last one's bucket (`last_bucket`).
--
-- IS TRUE keeps the user's chats a hashed set, read from their part of one index; Postgres would make
-- a join of it, and look each chat up.
WITH of_user AS MATERIALIZED (
    SELECT p.chat_id
    FROM public.chat_participants AS p
    WHERE p.user_id + 0 = $1
), newest AS MATERIALIZED (
    SELECT c.id, c.activity, c.activity_bucket
    FROM (
        SELECT c.id,
               coalesce(c.last_message_id, c.id) AS activity,
               c.activity_bucket
        FROM public.chats AS c
        WHERE c.realm = $2
          AND c.deleted_at IS NULL
          AND ($6 OR c.type <> 'group')
          AND c.activity_bucket <= $3::bigint >> 8
          AND $4::bigint <= 100
          AND (
              SELECT count(*)
              FROM (
                  SELECT p.user_id
                  FROM public.chat_participants AS p
                  WHERE p.user_id + 0 = $1
                  LIMIT 500
              ) AS first_chats
          ) = 500
        ORDER BY c.activity_bucket DESC
        LIMIT 2000
    ) AS c
    WHERE c.activity < $3
      AND (c.id IN (SELECT o.chat_id FROM of_user AS o)) IS TRUE
    ORDER BY c.activity_bucket DESC
    LIMIT $4
), filled AS MATERIALIZED (
    SELECT min(n.activity_bucket) AS last_bucket
    FROM newest AS n
    HAVING count(*) = $4
), last_bucket AS (
    SELECT c.id,
           coalesce(c.last_message_id, c.id) AS activity
    FROM public.chats AS c
    WHERE c.realm = $2
      AND c.deleted_at IS NULL
      AND ($6 OR c.type <> 'group')
      AND c.activity_bucket = (SELECT f.last_bucket FROM filled AS f)
      AND coalesce(c.last_message_id, c.id) < $3
      AND (c.id IN (SELECT o.chat_id FROM of_user AS o)) IS TRUE
), gathered AS (
    SELECT c.id,
           coalesce(c.last_message_id, c.id) AS activity
    FROM (
        SELECT o.chat_id
        FROM of_user AS o
        WHERE NOT EXISTS (SELECT FROM filled)
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.id, c.realm, c.type, c.deleted_at, c.last_message_id
        FROM public.chats AS c
        WHERE c.id = p.chat_id
        OFFSET 0
    ) AS c
    WHERE c.realm = $2
      AND c.deleted_at IS NULL
      AND ($6 OR c.type <> 'group')
      AND coalesce(c.last_message_id, c.id) < $3
), page AS MATERIALIZED (
    SELECT n.id, n.activity
    FROM newest AS n
    WHERE n.activity_bucket > (SELECT f.last_bucket FROM filled AS f)
    UNION ALL
    SELECT b.id, b.activity FROM last_bucket AS b
    UNION ALL
    SELECT g.id, g.activity FROM gathered AS g
    ORDER BY activity DESC
    LIMIT $4
)
SELECT head.*, view.*, unread.unread_count
FROM public.head_cursor AS head
LEFT JOIN (
    page
    CROSS JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = page.id
        OFFSET 0
    ) AS c
    CROSS JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = page.id
          AND p.user_id = $1
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL public.chat_view(c, p.user_id, $5) AS view
    CROSS JOIN LATERAL public.unread_count(c, p) AS unread
) ON true
ORDER BY page.activity DESC
