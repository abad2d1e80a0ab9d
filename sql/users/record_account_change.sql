-- At COMMIT, for each change of a user's name, role, realms or deactivation, by whichever statement: appends the
-- events of it. Deferred for the same reason as create_chat_on_lesson_completed: so a long transaction over users
-- does not hold the lock on the head, and the head is locked after users by everybody, as in
-- leave_chats_on_user_delete.
--
-- Nothing is appended when a user is added: the first event of a name has the former one, too.
CREATE OR REPLACE FUNCTION public.record_account_change()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Those to which a deactivated user would return.
    _realms CONSTANT text[] := CASE WHEN NEW.deactivated_at IS NULL THEN NEW.realms ELSE NEW.former_realms END;
    _former CONSTANT text[] := CASE WHEN OLD.deactivated_at IS NULL THEN OLD.realms ELSE OLD.former_realms END;
    _changes jsonb := '{}';
BEGIN
    IF NEW.name IS DISTINCT FROM OLD.name THEN
        _changes := jsonb_build_object(
            'user_named', jsonb_build_object('content', coalesce(NEW.name, ''), 'former_name', OLD.name)
        );
    END IF;
    IF NEW.role <> OLD.role THEN
        _changes := _changes || jsonb_build_object(
            'user_role_changed', jsonb_build_object('role', NEW.role, 'former_role', OLD.role)
        );
    END IF;
    IF (NEW.deactivated_at IS NULL) <> (OLD.deactivated_at IS NULL) THEN
        _changes := _changes || jsonb_build_object(
            CASE WHEN NEW.deactivated_at IS NULL THEN 'user_reactivated' ELSE 'user_deactivated' END, '{}'::jsonb
        );
    END IF;
    IF _realms IS DISTINCT FROM _former THEN
        _changes := _changes || jsonb_build_object(
            'user_realms_changed', jsonb_build_object('realms', _realms, 'former_realms', _former)
        );
    END IF;

    PERFORM public.append_account_events(NEW, _changes);
    RETURN NULL;
END;
$$;

DROP TRIGGER IF EXISTS record_account_change ON public.users;

CREATE CONSTRAINT TRIGGER record_account_change
    AFTER UPDATE ON public.users
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    WHEN ((OLD.name, OLD.role, OLD.realms, OLD.former_realms, OLD.deactivated_at)
        IS DISTINCT FROM (NEW.name, NEW.role, NEW.realms, NEW.former_realms, NEW.deactivated_at))
    EXECUTE FUNCTION public.record_account_change();
