-- The account of a user changed: the name (`content`, empty if they have none any more), the role, the
-- picture, whether they may sign in, the realms (absent: every realm), or the password; or a user who is in
-- chats was deleted. Triggers append these events, whoever changed the account:
-- ../users/append_account_changes.sql and ../users/leave_chats_on_user_delete.sql. They happen in no chat,
-- and their realm is one of the user's.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids, in_chat, has_text)
SELECT changed.kind, NULL, NULL, 'describe_account', 'none', '{user_id}', false, changed.kind = 'user_named'
FROM unnest(public.account_kinds()) AS changed (kind);

CREATE OR REPLACE FUNCTION public.is_valid_user_named(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT NOT _payload ? 'former_name'
        OR jsonb_typeof(_payload -> 'former_name') = 'string' AND NOT _payload ? 'content_digest';
$$;

CREATE OR REPLACE FUNCTION public.is_valid_user_role_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_payload -> 'role') = 'string'
       AND jsonb_typeof(_payload -> 'former_role') = 'string';
$$;

CREATE OR REPLACE FUNCTION public.is_valid_user_picture_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_payload -> 'has_picture') = 'boolean';
$$;

CREATE OR REPLACE FUNCTION public.is_valid_user_realms_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT coalesce(jsonb_typeof(_payload -> 'realms') = 'array', true)
       AND coalesce(jsonb_typeof(_payload -> 'former_realms') = 'array', true);
$$;

CREATE OR REPLACE FUNCTION audit.describe_account(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _user CONSTANT bigint := (_event.payload ->> 'user_id')::bigint;
    _who  CONSTANT text := CASE
        WHEN _event.actor_id = _user THEN 'their own account'
        ELSE audit.label_at(_user, _event.position)
    END;
BEGIN
    RETURN CASE _event.kind
        WHEN 'user_named' THEN 'renamed ' || _who || audit.fate_of_text(_event)
        WHEN 'user_role_changed' THEN
            'changed the role of ' || _who || ' from ' || (_event.payload ->> 'former_role')
            || ' to ' || (_event.payload ->> 'role')
        WHEN 'user_picture_changed' THEN
            CASE WHEN (_event.payload ->> 'has_picture')::boolean THEN 'changed' ELSE 'removed' END
            || ' the picture of ' || _who
        WHEN 'user_deactivated' THEN 'deactivated ' || _who
        WHEN 'user_reactivated' THEN 'reactivated ' || _who
        WHEN 'user_realms_changed' THEN
            'changed the realms of ' || _who || ' from ' || audit.realms_in_words(_event.payload -> 'former_realms')
            || ' to ' || audit.realms_in_words(_event.payload -> 'realms')
        WHEN 'user_login_reset' THEN 'set a new password of ' || _who
        WHEN 'user_deleted' THEN 'deleted the account of ' || _who
    END;
END;
$$;
