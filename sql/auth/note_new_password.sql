-- After a password was replaced, or set for a user who had none: notes the event of it, which
-- append_account_changes() appends at COMMIT. A password that comes with a new account is none.
CREATE OR REPLACE FUNCTION public.note_new_password()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.note_account_change(
        u.id, coalesce(u.realms[1], u.former_realms[1]), 'user_login_reset', '{}'
    )
    FROM public.users AS u
    WHERE u.id = NEW.user_id;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER note_changed_password
    AFTER UPDATE ON public.credentials
    FOR EACH ROW
    WHEN (OLD.password_hash <> NEW.password_hash)
    EXECUTE FUNCTION public.note_new_password();

-- set_password() names who sets it; what adds an account with a password does not.
CREATE OR REPLACE TRIGGER note_first_password
    AFTER INSERT ON public.credentials
    FOR EACH ROW
    WHEN (current_setting('vestnik.actor', true) <> '')
    EXECUTE FUNCTION public.note_new_password();
