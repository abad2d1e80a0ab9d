-- Called by erase_user() before it changes anything: refuses to erase a user whom a hold covers, or of whose
-- messages one is reported and the report is open.
CREATE OR REPLACE FUNCTION audit.require_no_hold(_user_id bigint)
RETURNS void
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _hold   audit.holds;
    _report bigint;
BEGIN
    SELECT h.*
    INTO _hold
    FROM audit.holds AS h
    WHERE h.released_at IS NULL
      AND (
          h.user_id = _user_id
          OR EXISTS (
              SELECT
              FROM public.all_participants AS p
              WHERE p.chat_id = h.chat_id
                AND p.user_id + 0 = _user_id
          )
          OR EXISTS (
              SELECT
              FROM public.events AS e
              WHERE e.chat_id = h.chat_id
                AND e.actor_id = _user_id
          )
      )
    ORDER BY h.id
    LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION 'user % is not erased: hold % of % covers them (%)',
            _user_id, _hold.id,
            coalesce('chat ' || _hold.chat_id, 'the user'), _hold.reason
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'vestnik hold release ends a hold.';
    END IF;

    SELECT r.id
    INTO _report
    FROM public.reports AS r
    JOIN public.messages AS m ON m.id = r.message_id
    WHERE r.resolution IS NULL
      AND m.sender_id = _user_id
    ORDER BY r.id
    LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION 'user % is not erased: report % of a message of theirs is open', _user_id, _report
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'A moderator resolves reports.';
    END IF;
END;
$$;
