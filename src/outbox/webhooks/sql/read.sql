-- The beginning of the newest message to notify the users $1 of, of the chats $2 and between $3 and $4, at the same
-- places, or the names of that message's files if it has no text. No row if there is none, or the user
-- wants no notification now.
SELECT w.number - 1 AS index,
       left(coalesce(nullif(btrim(m.content, E' \t\r\n'), ''), files.names), 101) AS beginning
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
    AS w (user_id, chat_id, since, position, number)
CROSS JOIN LATERAL
    public.message_wanted_by('webhook', w.user_id, w.chat_id, w.since, w.position) AS m
CROSS JOIN LATERAL public.file_names(m.attachments) AS files
