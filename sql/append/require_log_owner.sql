-- Called by after_append() for imported events, for records of erasures and for events of accounts that no trigger
-- appends: refuses them to every role but the owner of the log. Imported events have times of their own, a record of
-- an erasure vouches for texts that are gone, and an event of an account says that it was changed.
CREATE OR REPLACE FUNCTION public.require_log_owner()
RETURNS void
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    -- Who called the routines with the privileges of the owner that lead here.
    _caller CONSTANT name := CASE current_setting('role')
        WHEN 'none' THEN session_user
        ELSE current_setting('role')
    END;
BEGIN
    IF NOT pg_has_role(
        _caller,
        (SELECT c.relowner FROM pg_class AS c WHERE c.oid = 'public.events'::regclass),
        'MEMBER'
    ) THEN
        RAISE EXCEPTION 'only the owner of the log may import events and record erasures or changes of accounts, not %', _caller
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END;
$$;
