-- Ends the log-in $1 if it is of the user $2; its last token expires at $3. Returns how many there were.
SELECT public.end_logins(
    ARRAY(
        SELECT l.id
        FROM (
            SELECT l.id, l.user_id
            FROM public.logins AS l
            WHERE l.id = $1
            OFFSET 0
        ) AS l
        WHERE l.user_id = $2
    ),
    $3
) AS ended
