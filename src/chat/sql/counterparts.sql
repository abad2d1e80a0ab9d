-- For each reader of $2, by its number in it, at most $3 users of the realm $1 who share a chat of it
-- with the reader, whether each blocks the reader, and when they were last online. If there are more,
-- connected users are selected first, then those who were seen last. Otherwise all are returned, and
-- `presence` is not read. $4 says whether a group counts as a chat that they share.
SELECT reader.number, other.user_id, other.is_hidden, other.last_seen
FROM unnest($2::bigint[]) WITH ORDINALITY AS reader (user_id, number)
CROSS JOIN LATERAL (
    WITH shared AS MATERIALIZED (
        SELECT DISTINCT other.user_id
        FROM (
            SELECT p.*
            FROM public.chat_participants AS p
            WHERE p.user_id + 0 = reader.user_id
            OFFSET 0
        ) AS own
        CROSS JOIN LATERAL (
            SELECT c.realm, c.type
            FROM public.chats AS c
            WHERE c.id = own.chat_id
            OFFSET 0
        ) AS c
        CROSS JOIN LATERAL (
            SELECT p.user_id
            FROM public.chat_participants AS p
            WHERE p.chat_id = own.chat_id
            OFFSET 0
        ) AS other
        WHERE c.realm = $1
          AND ($4 OR c.type <> 'group')
          AND other.user_id <> reader.user_id
    ), blocking AS MATERIALIZED (
        SELECT b.blocker_id
        FROM (
            SELECT b.realm, b.blocker_id
            FROM public.blocks AS b
            WHERE b.blocked_id = reader.user_id
            OFFSET 0
        ) AS b
        WHERE b.realm = $1
    ), excess AS MATERIALIZED (
        SELECT count(*) > $3 AS is_excess
        FROM shared
    )
    SELECT shared.user_id,
           shared.user_id IN (SELECT blocking.blocker_id FROM blocking) AS is_hidden,
           seen.at AS last_seen
    FROM shared
    CROSS JOIN excess
    CROSS JOIN LATERAL (
        SELECT (
            SELECT l.at
            FROM public.last_seen AS l
            WHERE l.user_id = shared.user_id
        ) AS at
        OFFSET 0
    ) AS seen
    WHERE EXISTS (
        SELECT
        FROM public.users AS u
        WHERE u.id = shared.user_id
          AND public.is_member_of_realm(u.role, u.realms, $1)
        OFFSET 0
    )
    ORDER BY CASE
                 WHEN excess.is_excess THEN EXISTS (
                     SELECT
                     FROM public.presence AS connected
                     WHERE connected.user_id = shared.user_id
                     OFFSET 0
                 )
             END DESC,
             seen.at DESC NULLS LAST
    LIMIT $3
) AS other
