-- When a device subscribes: stores its subscription, or replaces it. It also replaces that of another user or device
-- with the same endpoint: of a user who has used the browser before and must get no notification there any more, or of a
-- browser that has forgotten its id. A user keeps the newest 20.
CREATE OR REPLACE FUNCTION public.save_push_subscription(
    _realm text,
    _user_id bigint,
    _device_id text,
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
      AND (s.user_id, s.device_id) IS DISTINCT FROM (_user_id, _device_id);

    INSERT INTO public.push_subscriptions AS s
        (realm, user_id, device_id, session, endpoint, p256dh, auth, language)
    VALUES (_realm, _user_id, _device_id, _session, _endpoint, _p256dh, _auth, _language)
    ON CONFLICT (user_id, realm, device_id) DO UPDATE
    SET session = excluded.session,
        endpoint = excluded.endpoint,
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
