-- A step of project(): who was kept from sending in a chat, or let again, in the range. The
-- last word counts.
CREATE OR REPLACE FUNCTION public.project_blocked(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.chat_settings (chat_id, user_id, blocked_at)
    SELECT latest.chat_id, latest.user_id,
           CASE latest.kind WHEN 'participant_blocked' THEN latest.recorded_at END
    FROM (
        SELECT DISTINCT ON (e.chat_id, (e.payload ->> 'user_id')::bigint)
               e.chat_id, (e.payload ->> 'user_id')::bigint AS user_id, e.kind, e.recorded_at
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('participant_blocked', 'participant_unblocked')
        ORDER BY e.chat_id, (e.payload ->> 'user_id')::bigint, e.position DESC
    ) AS latest
    ON CONFLICT (chat_id, user_id) DO UPDATE
    SET blocked_at = excluded.blocked_at;
END;
$$;
