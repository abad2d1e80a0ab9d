-- The users of $4 whom the user $3 may not add to the chat $2 of the realm $1 in the role $5, and why: the
-- decision on each, and on all together whether the group becomes too large.
SELECT decided.user_id, decided.code
FROM (
    SELECT ((v.event).payload ->> 'user_id')::bigint AS user_id,
           (v.event).ordinal,
           CASE
               WHEN v.outcome <> 'append' THEN v.outcome
               WHEN members.number + row_number() OVER (
                   PARTITION BY v.outcome ORDER BY (v.event).ordinal
               ) > public.max_members($1) THEN 'group_full'
               ELSE 'append'
           END AS code
    FROM unnest(public.decide_participant_joined(ARRAY(
        SELECT ROW(
            named.ordinal, NULL, $1, 'participant_joined', $2::bigint, $3::bigint,
            jsonb_build_object('user_id', named.user_id, 'role', $5::text), NULL, NULL
        )::public.new_event
        FROM unnest($4::bigint[]) WITH ORDINALITY AS named (user_id, ordinal)
    ))) AS v
    CROSS JOIN (
        SELECT count(*) AS number
        FROM public.chat_participants AS p
        WHERE p.chat_id = $2
    ) AS members
) AS decided
WHERE decided.code NOT IN ('append', 'no_change')
ORDER BY decided.ordinal
