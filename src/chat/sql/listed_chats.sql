-- The chats that the user $1 is in, in the realm $2, as the user's list shows them: at most $4 of those
-- whose sort key is below $3, the highest first. A chat's sort key is its newest message that is not deleted or
-- its newest system message, and of a chat that the user has pinned $7 more, which is beyond all messages.
-- $5 is the filter: `archived`, or `all` or `unread` without the archived ones; $6 has words of the title, of a
-- listing too, or of a member's name, NULL: any.
--
-- A chat that the user has hidden is listed again with the next message. Where blocks are hidden, a
-- chat that another user created is listed from its first message on.
WITH page AS MATERIALIZED (
    SELECT c.id, listed.sort_key
    FROM (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = $1
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = p.chat_id
        OFFSET 0
    ) AS c
    LEFT JOIN LATERAL (
        SELECT s.hidden_seq, s.is_pinned, s.is_archived
        FROM public.chat_settings AS s
        WHERE s.chat_id = p.chat_id
          AND s.user_id = p.user_id
        OFFSET 0
    ) AS s ON true
    CROSS JOIN LATERAL (
        SELECT greatest(coalesce(c.last_message_id, c.id), c.last_system_id)
               + CASE WHEN s.is_pinned THEN $7::bigint ELSE 0 END AS sort_key
    ) AS listed
    WHERE c.realm = $2
      AND c.deleted_at IS NULL
      AND listed.sort_key < $3
      AND (s.hidden_seq IS NULL OR s.hidden_seq < c.last_seq)
      AND (NOT public.realm_hides_blocks(c.realm) OR c.last_seq > 0 OR c.created_by = $1)
      AND coalesce(s.is_archived, false) = ($5 = 'archived')
      AND ($5 <> 'unread' OR c.last_seq > coalesce(p.own_read_seq, p.last_read_seq) AND (
          SELECT unread.unread_count > 0
          FROM public.unread_count(c, p) AS unread
      ))
      AND ($6::text IS NULL
           OR public.has_words(public.fold_name(c.title), (SELECT public.name_words($6)))
           OR public.has_words(
               public.fold_name(c.context ->> 'title'), (SELECT public.name_words($6))
           )
           OR EXISTS (
               SELECT
               FROM public.participants_named(c.id, $2, true) AS named
               WHERE named.user_id <> $1
                 AND public.has_words(named.name, (SELECT public.name_words($6)))
               OFFSET 0
           ))
    ORDER BY listed.sort_key DESC
    LIMIT $4
)
SELECT head.*, shared.*, own.*
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
    CROSS JOIN LATERAL public.chat_view(c, NULL::bigint, 'pair') AS shared
    CROSS JOIN LATERAL public.chat_for_reader(c, p, $1) AS own
) ON true
ORDER BY page.sort_key DESC
