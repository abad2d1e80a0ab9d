-- Erases a user: their texts become permanently unreadable, and the user is deleted.
--
--     CALL audit.erase_user(5, reason => 'asked for it by letter');
--
-- It works in short transactions, so that senders never wait long, in this order:
--
-- 1. The user is deleted: they cannot sign in, their streams end, and they leave every chat. Their
--    files can no longer be downloaded; a server deletes them within a minute. Their lessons lose
--    the subject (not those of a user who was deleted before: such lessons name nobody).
-- 2. Events cancel their scheduled messages. An event deletes each message that they sent and had not deleted, and
--    each forwarded copy of a text of theirs, so that clients remove it and counters stay exact. The actor is the
--    database. Other events remove their reactions and votes.
-- 3. Their texts are erased in the log and in the read model, with those copies and the titles of groups and
--    listings of chats that they began. Only the digest that was sealed remains of a text, so every
--    seal still verifies.
-- 4. An event `user_erased` is appended to each of their chats, and one without a chat if former names or reasons of
--    theirs were erased, with who asked for the erasure, who carried it out and why, and what was erased there;
--    replicas that read it drop the texts from memory. Then the author's key is destroyed, without which the digests reveal nothing about the texts.
--
-- If it is interrupted, the database is consistent, and calling it again continues. It waits while
-- audit.verify() runs; `vestnik verify` and a rebuild start again after it.
--
-- It refuses a user whom a hold or an open report covers: require_no_hold.sql.
--
-- With `only_requested` it erases a user only while the request of an admin for that stands.
-- Once it has begun, a request cannot be withdrawn.
--
-- It does not erase: the user's id, as the actor of events, as a member and the like; what other users quoted or
-- copied in texts of their own; earlier exports, dumps, base backups, archived WAL and detached standbys; and,
-- until VACUUM FULL or pg_repack rewrites the tables, dead rows in the files of this database. Each such copy
-- includes the author's key.
--
-- Only the owner may call it. `vestnik erase-user` asks for confirmation.
CREATE OR REPLACE PROCEDURE audit.erase_user(
    user_id        bigint,
    only_requested boolean DEFAULT false,
    reason         text    DEFAULT NULL
)
LANGUAGE plpgsql
AS $$
DECLARE
    _user_id   CONSTANT bigint := user_id;
    _reason    CONSTANT text := reason;
    _batch     CONSTANT integer := 200;
    _positions bigint[];
    _reactions bigint[];
    _votes     bigint[];
    _records   jsonb;
BEGIN
    PERFORM FROM audit.erasure_steps FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RAISE NOTICE 'waiting for a verification or another erasure to end';
        PERFORM FROM audit.erasure_steps FOR UPDATE;
    END IF;

    -- One that was begun is finished: the user has no account any more.
    IF NOT EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = _user_id) THEN
        PERFORM audit.require_no_hold(_user_id);
    END IF;

    -- A withdrawal waits for the locks of these rows, and then finds no name that it may delete.
    UPDATE public.erasure_requests AS q SET confirmed_name = NULL WHERE q.user_id = _user_id;
    IF only_requested AND NOT FOUND THEN
        RETURN;
    END IF;

    INSERT INTO public.erasures AS r (user_id)
    VALUES (_user_id)
    ON CONFLICT ON CONSTRAINT erasures_pkey DO NOTHING;

    UPDATE public.lessons AS l
    SET subject = NULL
    WHERE (l.teacher_id = _user_id OR l.student_id = _user_id)
      AND l.subject IS NOT NULL;
    DELETE FROM public.users AS u WHERE u.id = _user_id;
    UPDATE public.attachments AS a
    SET name = '-',
        deleted_at = coalesce(a.deleted_at, now())
    WHERE a.owner_id = _user_id;
    UPDATE public.uploads AS u
    SET metadata = ''
    FROM public.attachments AS a
    WHERE a.owner_id = _user_id
      AND u.attachment_id = a.id;
    COMMIT;

    -- The list is complete: without chats the user cannot send.
    _positions := ARRAY(
        SELECT e.position
        FROM public.events AS e
        WHERE _user_id = ANY (audit.texts_erased_with(e))
          AND audit.has_texts(e.payload)
          AND NOT e.payload ? 'content_digest'
        ORDER BY e.position
    );

    _reactions := ARRAY(
        SELECT r.id FROM public.reactions AS r WHERE r.user_id = _user_id ORDER BY r.id
    );

    _votes := ARRAY(
        SELECT v.vote_position
        FROM public.poll_votes AS v
        WHERE v.user_id = _user_id
        ORDER BY v.vote_position
    );

    IF _positions = '{}' AND _reactions = '{}' AND _votes = '{}' AND EXISTS (
        SELECT FROM public.erasures AS r WHERE r.user_id = _user_id AND r.finished_at IS NOT NULL
    ) THEN
        RETURN;
    END IF;

    -- Manual SQL may have appended events under this id since the last erasure.
    UPDATE public.erasures AS r SET finished_at = NULL WHERE r.user_id = _user_id;
    COMMIT;

    PERFORM public.lock_head();
    INSERT INTO public.events (chat_id, kind, payload)
    SELECT s.chat_id, 'scheduled_cancelled', jsonb_build_object('scheduled_id', s.id)
    FROM public.scheduled_messages AS s
    WHERE s.user_id = _user_id
      AND s.state IN ('waiting', 'failed')
    ORDER BY s.id;
    COMMIT;

    FOR _n IN 1 .. cardinality(_positions) BY _batch LOOP
        PERFORM public.lock_head();
        INSERT INTO public.events (chat_id, kind, payload)
        SELECT m.chat_id, 'message_deleted',
               jsonb_build_object('message_id', m.id)
               || CASE WHEN pinned.id IS NULL THEN '{}' ELSE '{"was_pinned": true}' END::jsonb
        FROM public.messages AS m
        LEFT JOIN public.pins AS pinned
            ON pinned.chat_id = m.chat_id
           AND pinned.message_id = m.id
        WHERE m.id = ANY (_positions[_n : _n + _batch - 1])
          AND NOT m.is_deleted
        ORDER BY m.id;
        COMMIT;
    END LOOP;

    FOR _n IN 1 .. cardinality(_reactions) BY _batch LOOP
        PERFORM public.lock_head();
        INSERT INTO public.events (chat_id, kind, payload)
        SELECT m.chat_id, 'reaction_removed', jsonb_build_object(
                   'message_id', r.message_id,
                   'user_id', r.user_id,
                   'emoji', r.emoji,
                   'count', shown.count - 1
               )
        FROM public.reactions AS r
        JOIN public.messages AS m ON m.id = r.message_id
        JOIN public.reaction_counts AS shown
            ON shown.message_id = r.message_id
           AND shown.emoji = r.emoji
        WHERE r.id = ANY (_reactions[_n : _n + _batch - 1])
        ORDER BY r.id;
        COMMIT;
    END LOOP;

    FOR _n IN 1 .. cardinality(_votes) BY _batch LOOP
        PERFORM public.lock_head();
        INSERT INTO public.events (chat_id, kind, payload)
        SELECT m.chat_id, 'poll_voted', jsonb_build_object(
                   'message_id', v.message_id,
                   'user_id', v.user_id,
                   'option_ids', '[]'::jsonb
               )
        FROM public.poll_votes AS v
        JOIN public.messages AS m ON m.id = v.message_id
        WHERE v.user_id = _user_id
          AND v.vote_position = ANY (_votes[_n : _n + _batch - 1])
        ORDER BY v.vote_position;
        COMMIT;
    END LOOP;

    -- Texts that are not sealed yet may lack the keys of those who wrote them.
    INSERT INTO audit.author_keys AS k (author_id, key)
    SELECT author.id, audit.random_key()
    FROM (
        SELECT DISTINCT audit.text_author(e) AS id
        FROM public.events AS e
        WHERE e.position = ANY (_positions)
    ) AS author
    ON CONFLICT ON CONSTRAINT author_keys_pkey DO NOTHING;
    COMMIT;

    FOR _n IN 1 .. cardinality(_positions) BY _batch LOOP
        PERFORM audit.erase_texts(_positions[_n : _n + _batch - 1]);
        COMMIT;
    END LOOP;

    -- A verification that saw only a part of this begins again.
    UPDATE audit.erasure_steps AS s SET steps = s.steps + 1;
    -- Read before the head is locked, because it reads the whole log.
    _records := (SELECT jsonb_agg(to_jsonb(r)) FROM audit.erasure_record(_user_id) AS r);
    PERFORM public.lock_head();
    INSERT INTO public.events (realm, chat_id, kind, payload)
    SELECT record ->> 'realm',
           (record ->> 'chat_id')::bigint,
           'user_erased',
           jsonb_strip_nulls(jsonb_build_object(
               'user_id', _user_id,
               'requested_by', (
                   SELECT q.requested_by
                   FROM public.erasure_requests AS q
                   WHERE q.user_id = _user_id
                   ORDER BY q.requested_at
                   LIMIT 1
               ),
               'operator', session_user::text,
               'reason', _reason
           )) || (record - '{realm,chat_id}'::text[])
    FROM jsonb_array_elements(_records) AS record;

    DELETE FROM audit.author_keys AS k WHERE k.author_id = _user_id;
    -- recent_actions has hashes of the texts of the last minute.
    DELETE FROM public.recent_actions AS d WHERE d.actor_id = _user_id;
    DELETE FROM public.token_buckets AS b WHERE b.user_id = _user_id;
    -- Hashes of requests.
    DELETE FROM public.idempotency_keys AS k WHERE k.user_id = _user_id;
    UPDATE public.erasures AS r
    SET finished_at = date_trunc('milliseconds', clock_timestamp())
    WHERE r.user_id = _user_id;
    COMMIT;
END;
$$;
