-- The chats of the realm $1: at most $3 of those whose newest message that is not deleted is before
-- $2, the newest first, without the chats $4. $5 has words of the title, or of the name of a participant or
-- former participant; NULL: any.
--
-- They are stored in this order, but for the order within a bucket: the page is among the first $3
-- and the rest of the last one's bucket.
WITH newest AS MATERIALIZED (
    SELECT c.id,
           coalesce(c.last_message_id, c.id) AS activity,
           c.activity_bucket
    FROM public.chats AS c
    WHERE c.realm = $1
      AND c.deleted_at IS NULL
      AND c.id <> ALL ($4::bigint[])
      AND c.activity_bucket <= $2::bigint >> 8
      AND coalesce(c.last_message_id, c.id) < $2
      AND ($5::text IS NULL
           OR public.has_words(public.fold_name(c.title), (SELECT public.name_words($5)))
           OR EXISTS (
               SELECT
               FROM public.participants_named(c.id, $1, false) AS named
               WHERE public.has_words(named.name, (SELECT public.name_words($5)))
               OFFSET 0
           ))
    ORDER BY c.activity_bucket DESC
    LIMIT $3
), page AS MATERIALIZED (
    SELECT n.id, n.activity
    FROM newest AS n
    WHERE n.activity_bucket > (SELECT min(n.activity_bucket) FROM newest AS n)
    UNION ALL
    SELECT c.id,
           coalesce(c.last_message_id, c.id) AS activity
    FROM public.chats AS c
    WHERE c.realm = $1
      AND c.deleted_at IS NULL
      AND c.id <> ALL ($4::bigint[])
      AND c.activity_bucket = (SELECT min(n.activity_bucket) FROM newest AS n)
      AND coalesce(c.last_message_id, c.id) < $2
      AND ($5::text IS NULL
           OR public.has_words(public.fold_name(c.title), (SELECT public.name_words($5)))
           OR EXISTS (
               SELECT
               FROM public.participants_named(c.id, $1, false) AS named
               WHERE public.has_words(named.name, (SELECT public.name_words($5)))
               OFFSET 0
           ))
    ORDER BY activity DESC
    LIMIT $3
)
SELECT head.*, view.*, 0::bigint AS unread_count
FROM public.head_cursor AS head
LEFT JOIN (
    page
    CROSS JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = page.id
        OFFSET 0
    ) AS c
    CROSS JOIN LATERAL public.chat_view(c, NULL::bigint, 'everyone') AS view
) ON true
ORDER BY page.activity DESC
