-- The erasures that were asked for and carried out, the latest first: by whom, when and why. An operator is the
-- login that ran `vestnik erase-user`. Of who had been in no chat, the log has no operator and no reason. Reads the
-- whole log.
--
--     SELECT * FROM audit.erasure_ledger();
CREATE OR REPLACE FUNCTION audit.erasure_ledger()
RETURNS TABLE (
    user_id      bigint,
    requested_by text,
    requested_at timestamptz,
    started_at   timestamptz,
    finished_at  timestamptz,
    operator     text,
    reason       text,
    chats        bigint,
    erased_texts bigint
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT user_id,
           CASE WHEN q.requested_by IS NOT NULL THEN audit.user_label(q.requested_by) END,
           q.requested_at,
           r.started_at,
           r.finished_at,
           e.operator,
           e.reason,
           coalesce(e.chats, 0),
           coalesce(e.texts, 0)
    FROM public.erasures AS r
    FULL JOIN (
        SELECT DISTINCT ON (q.user_id) q.*
        FROM public.erasure_requests AS q
        ORDER BY q.user_id, q.requested_at
    ) AS q USING (user_id)
    LEFT JOIN (
        SELECT (e.payload ->> 'user_id')::bigint AS user_id,
               max(e.payload ->> 'operator') AS operator,
               max(e.payload ->> 'reason') AS reason,
               count(DISTINCT e.chat_id) AS chats,
               sum((e.payload ->> 'erased_events')::bigint)::bigint AS texts
        FROM public.events AS e
        WHERE e.kind = 'user_erased'
        GROUP BY 1
    ) AS e USING (user_id)
    ORDER BY coalesce(r.started_at, q.requested_at) DESC, user_id;
$$;
