-- What the user $2 finds in the realm $1: see public.search_messages(). $7 and $8 are times in milliseconds.
-- Each message with its chat and the offsets of the found words.
SELECT nullif(found.searched_from, 0) AS searched_from, hit.*
FROM public.search_messages(
    $1, $2, $3, $4, $5, $6,
    to_timestamp($7::bigint / 1000.0),
    to_timestamp($8::bigint / 1000.0),
    $9, $10, $11, $12
) AS found
LEFT JOIN LATERAL (
    SELECT view.*,
           c.title AS chat_title,
           public.message_highlights(m.content, $5) AS highlights
    FROM unnest(found.message_ids) AS listed (id)
    CROSS JOIN LATERAL (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.id = listed.id
        OFFSET 0
    ) AS m
    CROSS JOIN LATERAL (
        SELECT c.title
        FROM public.chats AS c
        WHERE c.id = m.chat_id
        OFFSET 0
    ) AS c
    CROSS JOIN LATERAL public.message_view(m, NULL, $2, false) AS view
) AS hit ON true
ORDER BY hit.message_id DESC
