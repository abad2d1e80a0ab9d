-- The drafts of the users $1 in the chats $2, in this order; NULLs where there is none.
SELECT draft.text, draft.reply_to
FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS named (user_id, chat_id, ordinal)
LEFT JOIN LATERAL (
    SELECT d.text, d.reply_to
    FROM public.drafts AS d
    WHERE d.user_id = named.user_id
      AND d.chat_id = named.chat_id
    OFFSET 0
) AS draft ON true
ORDER BY named.ordinal
