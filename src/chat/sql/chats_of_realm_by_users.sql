-- The chats of the realm $1 that one of the users $4 is or was in, and the groups whose title has the words of
-- $6: at most $3 of those whose newest message that is not deleted is before $2, the newest first, without the
-- chats $5.
WITH page AS MATERIALIZED (
    SELECT c.id,
           coalesce(c.last_message_id, c.id) AS activity
    FROM (
        SELECT p.chat_id
        FROM unnest($4::bigint[]) AS named (user_id)
        CROSS JOIN LATERAL (
            SELECT p.chat_id
            FROM public.all_participants AS p
            WHERE p.user_id + 0 = named.user_id
            OFFSET 0
        ) AS p
        UNION
        SELECT titled.id
        FROM public.chats AS titled
        WHERE titled.realm = $1
          AND titled.type = 'group'
          AND titled.deleted_at IS NULL
          AND public.has_words(public.fold_name(titled.title), (SELECT public.name_words($6)))
    ) AS found
    CROSS JOIN LATERAL (
        SELECT c.id, c.realm, c.type, c.deleted_at, c.last_message_id
        FROM public.chats AS c
        WHERE c.id = found.chat_id
        OFFSET 0
    ) AS c
    WHERE c.realm = $1
      AND c.deleted_at IS NULL
      AND c.id <> ALL ($5::bigint[])
      AND coalesce(c.last_message_id, c.id) < $2
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
