-- When a browser subscribes: stores its subscription. It replaces that of another user with the same
-- endpoint, who has used the browser before and must get no notification there any more. A user keeps
-- the newest 20.
CREATE OR REPLACE FUNCTION public.save_push_subscription(
    _realm text,
    _user_id bigint,
    _session text,
    _endpoint text,
    _p256dh bytea,
    _auth bytea,
    _language text
)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM public.push_subscriptions AS s
    WHERE s.realm = _realm
      AND s.endpoint = _endpoint
      AND s.user_id <> _user_id;

    INSERT INTO public.push_subscriptions AS s
        (realm, user_id, session, endpoint, p256dh, auth, language)
    VALUES (_realm, _user_id, _session, _endpoint, _p256dh, _auth, _language)
    ON CONFLICT (realm, endpoint) DO UPDATE
    SET user_id = excluded.user_id,
        session = excluded.session,
        p256dh = excluded.p256dh,
        auth = excluded.auth,
        language = excluded.language,
        failures = 0,
        refusals = 0,
        refused_since = NULL;

    DELETE FROM public.push_subscriptions AS s
    WHERE s.id = ANY (ARRAY(
        SELECT o.id
        FROM public.push_subscriptions AS o
        WHERE o.user_id = _user_id
        ORDER BY o.user_id DESC, o.id DESC
        OFFSET 20
    ));
END;
$$;
