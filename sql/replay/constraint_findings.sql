-- Checks the invariants of the read model. Comparing it with what project() derives does not detect
-- a defect of project() itself; this does. Each check is one statement, so it reads one snapshot.
CREATE FUNCTION audit_replay.constraint_findings()
RETURNS TABLE (relation text, key text, problem text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET work_mem = '64MB'
SET jit = off
AS $$
BEGIN
    RETURN QUERY
    SELECT 'chats', format('id=%s', c.id), 'this chat never had a participant'
    FROM public.chats AS c
    WHERE NOT EXISTS (SELECT FROM public.all_participants AS p WHERE p.chat_id = c.id);

    RETURN QUERY
    SELECT CASE WHEN p.left_at IS NULL THEN 'chat_participants' ELSE 'former_participants' END,
           format('chat_id=%s user_id=%s', p.chat_id, p.user_id),
           'this chat does not exist'
    FROM public.all_participants AS p
    WHERE NOT EXISTS (SELECT FROM public.chats AS c WHERE c.id = p.chat_id);

    RETURN QUERY
    SELECT 'former_participants', format('chat_id=%s user_id=%s', f.chat_id, f.user_id),
           'this user is in the chat'
    FROM public.former_participants AS f
    JOIN public.chat_participants AS p USING (chat_id, user_id);

    RETURN QUERY
    SELECT 'chats', format('realm=%s pair_key=%s', c.realm, c.pair_key),
           'several chats of one pair: ' || string_agg(c.id::text, ', ' ORDER BY c.id)
    FROM public.chats AS c
    WHERE c.pair_key IS NOT NULL
    GROUP BY c.realm, c.pair_key
    HAVING count(*) > 1;

    RETURN QUERY
    SELECT 'messages',
           format('chat_id=%s sender_id=%s client_id=%s', m.chat_id, m.sender_id, m.client_id),
           'several messages with one client_id: ' || string_agg(m.id::text, ', ' ORDER BY m.id)
    FROM public.messages AS m
    WHERE m.client_id IS NOT NULL
    GROUP BY m.chat_id, m.sender_id, m.client_id
    HAVING count(*) > 1;

    -- Counts the messages instead of reading the counters.
    RETURN QUERY
    SELECT 'chats', format('id=%s', coalesce(c.id, counted.chat_id)), violation.problem
    FROM public.chats AS c
    FULL JOIN (
        SELECT m.chat_id,
               count(*) AS messages,
               count(DISTINCT m.seq) AS numbers,
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
             'messages of a chat that does not exist'),
            (counted.first_seq <> 1 OR counted.last_seq <> counted.messages
                 OR counted.numbers <> counted.messages,
             'the messages are not numbered 1, 2, 3, …'),
            (c.last_seq <> coalesce(counted.messages, 0),
             format('last_seq is %s, but the chat has %s messages',
                    c.last_seq, coalesce(counted.messages, 0))),
            (c.message_count <> coalesce(counted.shown, 0),
             format('message_count is %s, but %s messages are not deleted',
                    c.message_count, coalesce(counted.shown, 0))),
            (c.id IS NOT NULL AND c.last_message_id IS DISTINCT FROM counted.newest,
             format('last_message_id is %s, but the newest message not deleted is %s',
                    coalesce(c.last_message_id::text, 'none'),
                    coalesce(counted.newest::text, 'none')))
    ) AS violation (is_found, problem)
    WHERE violation.is_found;

    RETURN QUERY
    SELECT CASE WHEN p.left_at IS NULL THEN 'chat_participants' ELSE 'former_participants' END,
           format('chat_id=%s user_id=%s', p.chat_id, p.user_id),
           format('last_read_id %s with last_read_seq %s is not a message of this chat',
                  p.last_read_id, p.last_read_seq)
    FROM public.all_participants AS p
    LEFT JOIN public.messages AS m
        ON m.id = p.last_read_id
       AND m.chat_id = p.chat_id
    WHERE m.seq IS DISTINCT FROM nullif(p.last_read_seq, 0)
       OR (p.last_read_id = 0) <> (p.last_read_seq = 0);

    RETURN QUERY
    SELECT 'chat_participants', format('chat_id=%s user_id=%s', p.chat_id, p.user_id),
           format('own_read_id %s with own_read_seq %s is not a message of this chat before last_read_id',
                  p.own_read_id, p.own_read_seq)
    FROM public.chat_participants AS p
    LEFT JOIN public.messages AS m
        ON m.id = p.own_read_id
       AND m.chat_id = p.chat_id
    WHERE (p.own_read_id IS NULL) <> (p.own_read_seq IS NULL)
       OR p.own_read_id IS NOT NULL
          AND (m.seq IS DISTINCT FROM nullif(p.own_read_seq, 0)
               OR (p.own_read_id = 0) <> (p.own_read_seq = 0)
               OR p.own_read_id >= p.last_read_id);

    RETURN QUERY
    SELECT 'messages', format('id=%s', m.id),
           CASE WHEN m.has_replies THEN 'has_replies is set, but no message replies to it'
                ELSE 'has_replies is not set, but a message replies to it'
           END
    FROM public.messages AS m
    LEFT JOIN (
        SELECT DISTINCT reply.chat_id, reply.reply_to
        FROM public.messages AS reply
        WHERE reply.reply_to IS NOT NULL
    ) AS replies
        ON replies.reply_to = m.id
       AND replies.chat_id = m.chat_id
    WHERE m.has_replies <> (replies.reply_to IS NOT NULL);

    RETURN QUERY
    SELECT 'reaction_counts',
           format('message_id=%s emoji=%s', coalesce(r.message_id, counted.message_id),
                  coalesce(r.emoji, counted.emoji)),
           format('count is %s, but %s users have reacted',
                  coalesce(r.count::text, 'none'), coalesce(counted.users, 0))
    FROM public.reaction_counts AS r
    FULL JOIN (
        SELECT own.message_id, own.emoji, count(*) AS users
        FROM public.reactions AS own
        GROUP BY own.message_id, own.emoji
    ) AS counted
        ON counted.message_id = r.message_id
       AND counted.emoji = r.emoji
    WHERE r.count IS DISTINCT FROM counted.users;

    RETURN QUERY
    SELECT 'polls', format('message_id=%s option=%s', coalesce(p.message_id, counted.message_id),
                           coalesce(p.option_id, counted.option_id)),
           format('count is %s, but %s users have voted',
                  coalesce(p.count::text, 'none'), coalesce(counted.users, 0))
    FROM (
        SELECT poll.message_id, shown.number - 1 AS option_id, shown.count
        FROM public.polls AS poll
        CROSS JOIN LATERAL unnest(poll.counts) WITH ORDINALITY AS shown (count, number)
    ) AS p
    FULL JOIN (
        SELECT v.message_id, chosen.id AS option_id, count(*) AS users
        FROM public.poll_votes AS v
        CROSS JOIN LATERAL unnest(v.option_ids) AS chosen (id)
        GROUP BY v.message_id, chosen.id
    ) AS counted
        ON counted.message_id = p.message_id
       AND counted.option_id = p.option_id
    WHERE p.count IS DISTINCT FROM coalesce(counted.users, 0);

    -- An erasure appends an event to each chat in which it erased texts, and one without a chat for names and reasons.
    RETURN QUERY
    SELECT 'events', format('chat_id=%s actor_id=%s', e.chat_id, e.actor_id),
           format('%s texts were erased without a user_erased event, the first at position %s: '
                  'an unfinished erasure or a manual change', count(*), min(e.position))
    FROM public.events AS e
    WHERE e.payload ? 'content_digest'
      AND NOT EXISTS (
          SELECT
          FROM public.events AS erasure
          WHERE erasure.chat_id IS NOT DISTINCT FROM e.chat_id
            AND erasure.position > e.position
            AND erasure.kind = 'user_erased'
            -- Who wrote a forwarded text is erased with it.
            AND (e.payload ? 'was_forwarded'
                OR (erasure.payload ->> 'user_id')::bigint = audit.text_author(e))
      )
    GROUP BY e.chat_id, e.actor_id;
END;
$$;
