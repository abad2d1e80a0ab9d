-- The id of the first message of the chat $1 at the time $2, in milliseconds, or later.
SELECT public.first_message_at(
    $1, timestamptz 'epoch' + $2::bigint * interval '1 millisecond'
) AS message_id
