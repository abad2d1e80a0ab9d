-- A step of record_account_change() and record_login_reset(): appends events of a user's account, each by its kind
-- with the further fields of its payload. Who caused them is what the routine that did it has set for its
-- transaction: `vestnik.actor`, or `vestnik.via_key` for an API key, whose user acted then. NULL: nobody says.
CREATE OR REPLACE FUNCTION public.append_account_events(_user public.users, _changes jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _key   CONSTANT text := nullif(current_setting('vestnik.via_key', true), '');
    _actor CONSTANT bigint := coalesce(
        nullif(current_setting('vestnik.actor', true), '')::bigint,
        (SELECT k.user_id FROM public.api_keys AS k WHERE k.name = _key)
    );
BEGIN
    IF _changes = '{}' THEN
        RETURN;
    END IF;

    PERFORM public.lock_head();
    INSERT INTO public.events (realm, kind, actor_id, payload)
    SELECT coalesce(
               _user.realms[1],
               _user.former_realms[1],
               -- Of a user of every realm, or of none any more.
               (SELECT r.realm FROM public.realms AS r ORDER BY r.retired_at IS NOT NULL, r.realm LIMIT 1)
           ),
           change.kind,
           _actor,
           jsonb_strip_nulls(
               jsonb_build_object('user_id', _user.id, 'via_key', _key) || change.payload
           )
    FROM jsonb_each(_changes) AS change (kind, payload)
    ORDER BY array_position(public.account_kinds(), change.kind);
END;
$$;
