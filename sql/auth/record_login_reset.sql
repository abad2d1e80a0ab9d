-- At COMMIT, when the password of a user was replaced, or set for somebody who had none: appends the event of it.
-- A password that comes with a new account is none. Deferred as record_account_change().
CREATE OR REPLACE FUNCTION public.record_login_reset()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.append_account_events(u, '{"user_login_reset": {}}')
    FROM public.users AS u
    WHERE u.id = NEW.user_id;
    RETURN NULL;
END;
$$;

DROP TRIGGER IF EXISTS record_changed_password ON public.credentials;

CREATE CONSTRAINT TRIGGER record_changed_password
    AFTER UPDATE ON public.credentials
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    WHEN (OLD.password_hash <> NEW.password_hash)
    EXECUTE FUNCTION public.record_login_reset();

DROP TRIGGER IF EXISTS record_first_password ON public.credentials;

-- set_password() names who sets it; what adds an account with a password does not.
CREATE CONSTRAINT TRIGGER record_first_password
    AFTER INSERT ON public.credentials
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    WHEN (current_setting('vestnik.actor', true) <> '')
    EXECUTE FUNCTION public.record_login_reset();
