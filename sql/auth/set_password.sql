-- Sets the password of a user, by themselves or by an admin whose link they used (_by), and ends what the former one
-- permitted: the log-ins, except one if it is not NULL, and links that set a password.
--
-- The row of `credentials` is written first: a log-in that has compared the former password locks it, and
-- either is ended here or fails (src/auth/sql/add_login.sql).
CREATE OR REPLACE FUNCTION public.set_password(
    _user_id bigint,
    _password_hash text,
    _except uuid,
    _access_expires_at timestamptz,
    _by bigint
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('vestnik.actor', _by::text, true);
    INSERT INTO public.credentials AS c (user_id, password_hash)
    VALUES (_user_id, _password_hash)
    ON CONFLICT (user_id) DO UPDATE
    SET password_hash = excluded.password_hash;

    DELETE FROM public.account_links AS l WHERE l.user_id = _user_id;
    DELETE FROM public.deliveries AS d
    WHERE d.channel = 'mail_links'
      AND d.receiver = 'password/' || _user_id;
    PERFORM public.end_logins_of_user(_user_id, _except, _access_expires_at);
END;
$$;
