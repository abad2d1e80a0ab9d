-- A step of project(): chats that somebody hid in the range. Runs after the messages of the
-- range. A chat is hidden from who hid it until there is a newer message than there was then,
-- so that a message which brings it back needs no step of its own.
CREATE OR REPLACE FUNCTION public.project_hidden(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.chat_settings (chat_id, user_id, hidden_seq)
    SELECT deed.chat_id, deed.user_id, coalesce(newest.seq, 0)
    FROM (
        SELECT e.chat_id, e.actor_id AS user_id, max(e.position) AS position
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'chat_hidden'
          -- Typed by hand it may be nobody's.
          AND e.actor_id IS NOT NULL
        GROUP BY e.chat_id, e.actor_id
    ) AS deed
    LEFT JOIN LATERAL public.newest_message(deed.chat_id, deed.position) AS newest ON true
    ON CONFLICT (chat_id, user_id) DO UPDATE
    SET hidden_seq = excluded.hidden_seq;
END;
$$;
