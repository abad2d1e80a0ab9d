-- Rules that the read model must satisfy, whichever routine wrote it. A comparison with what
-- project() derives would not detect a defect of project() itself; this does. Each check is one
-- statement, so it reads one snapshot.
CREATE FUNCTION audit_replay.constraint_findings()
RETURNS TABLE (relation text, key text, what text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET work_mem = '64MB'
SET jit = off
AS $$
BEGIN
    RETURN QUERY
    SELECT 'chats', format('id=%s', c.id), 'nobody was ever in this chat'
    FROM public.chats AS c
    WHERE NOT EXISTS (SELECT FROM public.chat_participants AS p WHERE p.chat_id = c.id);

    RETURN QUERY
    SELECT 'chat_participants', format('chat_id=%s user_id=%s', p.chat_id, p.user_id),
           'there is no such chat'
    FROM public.chat_participants AS p
    WHERE NOT EXISTS (SELECT FROM public.chats AS c WHERE c.id = p.chat_id);

    RETURN QUERY
    SELECT 'chats', format('realm=%s pair_key=%s', c.realm, c.pair_key),
           'two chats of one pair: ' || string_agg(c.id::text, ', ' ORDER BY c.id)
    FROM public.chats AS c
    WHERE c.pair_key IS NOT NULL
    GROUP BY c.realm, c.pair_key
    HAVING count(*) > 1;

    RETURN QUERY
    SELECT 'messages',
           format('chat_id=%s sender_id=%s client_id=%s', m.chat_id, m.sender_id, m.client_id),
           'one client_id, several messages: ' || string_agg(m.id::text, ', ' ORDER BY m.id)
    FROM public.messages AS m
    WHERE m.client_id IS NOT NULL
    GROUP BY m.chat_id, m.sender_id, m.client_id
    HAVING count(*) > 1;

    -- Counted anew, without any counter.
    RETURN QUERY
    SELECT 'chats', format('id=%s', coalesce(c.id, counted.chat_id)), wrong.what
    FROM public.chats AS c
    FULL JOIN (
        SELECT m.chat_id,
               count(*) AS messages,
               count(DISTINCT m.seq) AS places,
               min(m.seq) AS first_seq,
               max(m.seq) AS last_seq,
               count(*) FILTER (WHERE NOT m.is_deleted) AS shown,
               max(m.id) FILTER (WHERE NOT m.is_deleted) AS newest
        FROM public.messages AS m
        GROUP BY m.chat_id
    ) AS counted ON counted.chat_id = c.id
    CROSS JOIN LATERAL (
        VALUES
            (c.id IS NULL,
             'messages of a chat that is not there'),
            (counted.first_seq <> 1 OR counted.last_seq <> counted.messages
                 OR counted.places <> counted.messages,
             'the messages are not numbered 1, 2, 3, …'),
            (c.last_seq <> coalesce(counted.messages, 0),
             format('last_seq is %s, and there are %s messages',
                    c.last_seq, coalesce(counted.messages, 0))),
            (c.message_count <> coalesce(counted.shown, 0),
             format('message_count is %s, and %s messages are shown',
                    c.message_count, coalesce(counted.shown, 0))),
            (c.id IS NOT NULL AND c.last_message_id IS DISTINCT FROM counted.newest,
             format('last_message_id is %s, and the newest shown is %s',
                    coalesce(c.last_message_id::text, 'none'),
                    coalesce(counted.newest::text, 'none')))
    ) AS wrong (is_so, what)
    WHERE wrong.is_so;

    RETURN QUERY
    SELECT 'chat_participants', format('chat_id=%s user_id=%s', p.chat_id, p.user_id),
           format('read up to message %s as number %s, which is not one of this chat',
                  p.last_read_id, p.last_read_seq)
    FROM public.chat_participants AS p
    LEFT JOIN public.messages AS m
        ON m.id = p.last_read_id
       AND m.chat_id = p.chat_id
    WHERE m.seq IS DISTINCT FROM nullif(p.last_read_seq, 0)
       OR (p.last_read_id = 0) <> (p.last_read_seq = 0);

    RETURN QUERY
    SELECT 'messages', format('id=%s', m.id),
           CASE WHEN m.has_replies THEN 'is answered, and no message says so'
                ELSE 'is not answered, and a message says that it answers it'
           END
    FROM public.messages AS m
    LEFT JOIN (
        SELECT DISTINCT answer.chat_id, answer.reply_to
        FROM public.messages AS answer
        WHERE answer.reply_to IS NOT NULL
    ) AS answers
        ON answers.reply_to = m.id
       AND answers.chat_id = m.chat_id
    WHERE m.has_replies <> (answers.reply_to IS NOT NULL);

    -- Erasing leaves an event in each chat where something was erased.
    RETURN QUERY
    SELECT 'events', format('chat_id=%s actor_id=%s', e.chat_id, e.actor_id),
           format('%s texts were erased, the first at position %s, and no event says so: '
                  'an erasure that is not finished, or a hand', count(*), min(e.position))
    FROM public.events AS e
    WHERE e.payload ? 'content_digest'
      AND NOT EXISTS (
          SELECT
          FROM public.events AS deed
          WHERE deed.chat_id = e.chat_id
            AND deed.position > e.position
            AND deed.kind = 'user_erased'
            AND (deed.payload ->> 'user_id')::bigint = e.actor_id
      )
    GROUP BY e.chat_id, e.actor_id;
END;
$$;
