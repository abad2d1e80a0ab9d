-- A step of erase_user(): what the event `user_erased` of each chat of the user says of it, and the one without a chat
-- if former names or reasons of theirs were erased: how many texts were erased there, also by an attempt that was
-- interrupted, and the SHA-256 over the ids of their events in the order of the log. `vestnik verify` compares this with the log. An import keeps the ids.
CREATE OR REPLACE FUNCTION audit.erasure_record(_user_id bigint)
RETURNS TABLE (realm text, chat_id bigint, erased_events bigint, events_hash text)
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH recorded AS MATERIALIZED (
        SELECT e.chat_id, max(e.position) AS position
        FROM public.events AS e
        WHERE e.kind = 'user_erased'
          AND public.id_in(e.payload, 'user_id') = _user_id
        GROUP BY e.chat_id
    ),
    erased AS MATERIALIZED (
        SELECT e.realm, e.chat_id, e.position, e.event_id
        FROM public.events AS e
        LEFT JOIN recorded AS r ON r.chat_id IS NOT DISTINCT FROM e.chat_id
        WHERE e.payload ? 'content_digest'
          AND public.id_in(e.payload, 'erased_user_id') = _user_id
          AND e.position > coalesce(r.position, 0)
    )
    -- The realm of a chat is filled in when the event is appended.
    SELECT CASE WHEN chat.id IS NULL THEN min(e.realm) END,
           chat.id,
           count(e.position),
           encode(sha256(
               coalesce(string_agg(uuid_send(e.event_id), ''::bytea ORDER BY e.position), ''::bytea)
           ), 'hex')
    FROM (
        SELECT p.chat_id AS id FROM public.all_participants AS p WHERE p.user_id + 0 = _user_id
        UNION
        SELECT e.chat_id FROM erased AS e
    ) AS chat
    LEFT JOIN erased AS e ON e.chat_id IS NOT DISTINCT FROM chat.id
    GROUP BY chat.id
    ORDER BY chat.id;
$$;
