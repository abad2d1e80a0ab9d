-- Whether a reader finds a user in lists and searches of a realm: another user with an account whom
-- the reader knows of. A reader who only finds counterparts finds those with whom they share a chat.
-- Called for each user that a look-up by an index has found.
CREATE OR REPLACE FUNCTION public.is_findable(
    _realm             text,
    _user_id           bigint,
    _reader_id         bigint,
    _only_counterparts boolean
)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN _user_id <> _reader_id
       AND public.is_known(_realm, _user_id, _reader_id)
       AND (NOT _only_counterparts OR public.shares_chat(_realm, _reader_id, _user_id));
END;
$$;
