-- When a user changes their own account: all that is given, or nothing if a part is refused. NULL is not
-- given; a picture is if _changes_picture, and quiet hours are if _changes_quiet, so that NULL removes them.
-- The picture is a file of the realm that the user uploaded; it is locked, because it may expire at this
-- moment.
--
-- Returns `changed` if others see a change, else `unchanged`, or the refusal: `unknown_time_zone`,
-- `invalid_avatar`, or `name_of_staff` to a guest who wants such a name.
CREATE OR REPLACE FUNCTION public.change_account(
    _realm text,
    _user_id bigint,
    _name text,
    _changes_picture boolean,
    _picture_id bigint,
    _language text,
    _push boolean,
    _email boolean,
    _changes_quiet boolean,
    _quiet_from text,
    _quiet_to text,
    _time_zone text
)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _is_seen boolean;
BEGIN
    IF _time_zone IS NOT NULL AND NOT public.is_time_zone(_time_zone) THEN
        RETURN 'unknown_time_zone';
    END IF;

    IF _name IS NOT NULL AND public.is_name_of_staff(_realm, _user_id, _name) THEN
        RETURN 'name_of_staff';
    END IF;

    IF _changes_picture AND _picture_id IS NOT NULL THEN
        UPDATE public.attachments AS a
        SET is_posted = true
        WHERE a.id = _picture_id
          AND public.is_own_picture(_realm, _user_id, _picture_id)
          AND a.deleted_at IS NULL;
        IF NOT FOUND THEN
            RETURN 'invalid_avatar';
        END IF;
    END IF;

    PERFORM set_config('vestnik.actor', _user_id::text, true);
    UPDATE public.users AS u
    SET name = coalesce(_name, u.name),
        picture_id = CASE WHEN _changes_picture THEN _picture_id ELSE u.picture_id END
    WHERE u.id = _user_id
      AND (
          u.name IS DISTINCT FROM coalesce(_name, u.name)
          OR _changes_picture AND u.picture_id IS DISTINCT FROM _picture_id
      );
    _is_seen := FOUND;

    IF _changes_quiet OR num_nonnulls(_language, _push, _email) > 0 THEN
        INSERT INTO public.user_preferences AS p
            (user_id, language, push, email, quiet_from, quiet_to, time_zone)
        VALUES (
            _user_id, _language, coalesce(_push, true), coalesce(_email, true),
            _quiet_from::time, _quiet_to::time, _time_zone
        )
        ON CONFLICT (user_id) DO UPDATE
        SET language = coalesce(_language, p.language),
            push = coalesce(_push, p.push),
            email = coalesce(_email, p.email),
            quiet_from = CASE WHEN _changes_quiet THEN excluded.quiet_from ELSE p.quiet_from END,
            quiet_to = CASE WHEN _changes_quiet THEN excluded.quiet_to ELSE p.quiet_to END,
            time_zone = CASE WHEN _changes_quiet THEN excluded.time_zone ELSE p.time_zone END;
    END IF;
    IF _language IS NOT NULL THEN
        -- Replicas keep the language with the user.
        PERFORM public.notify_access_changed(ARRAY[_user_id]);
    END IF;
    RETURN CASE WHEN _is_seen THEN 'changed' ELSE 'unchanged' END;
END;
$$;
