-- A step of record_access(): whether the same access was recorded since a time.
CREATE OR REPLACE FUNCTION audit.is_access_recorded(
    _since         timestamptz,
    _realm         text,
    _user_id       bigint,
    _via_key       text,
    _action        text,
    _chat_id       bigint,
    _attachment_id bigint
)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM (
            SELECT *
            FROM public.accesses AS a
            WHERE a.user_id = _user_id
              AND coalesce(a.chat_id, 0) = coalesce(_chat_id, 0)
              AND a.at >= _since
            OFFSET 0
        ) AS a
        WHERE a.realm = _realm
          AND a.action = _action
          AND a.via_key IS NOT DISTINCT FROM _via_key
          AND a.attachment_id IS NOT DISTINCT FROM _attachment_id
    );
END;
$$;
