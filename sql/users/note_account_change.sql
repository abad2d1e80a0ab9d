-- A step of note_account_changes() and note_new_password(): notes an event of a user's account, in this realm of
-- theirs, or NULL. Who caused it is what the routine that did it has set for its transaction: `vestnik.actor`, or
-- `vestnik.via_key` for an API key, whose user acted then. NULL: nobody says.
CREATE OR REPLACE FUNCTION public.note_account_change(
    _user_id bigint,
    _realm   text,
    _kind    text,
    _payload jsonb
)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _key CONSTANT text := nullif(current_setting('vestnik.via_key', true), '');
BEGIN
    INSERT INTO public.account_changes (realm, kind, actor_id, via_key, payload)
    VALUES (
        _realm,
        _kind,
        coalesce(
            nullif(current_setting('vestnik.actor', true), '')::bigint,
            (SELECT k.user_id FROM public.api_keys AS k WHERE k.name = _key)
        ),
        _key,
        jsonb_build_object('user_id', _user_id) || _payload
    );
    PERFORM set_config('vestnik.account_changes', 'waiting', true);
END;
$$;
