-- Those of the kinds of accounts that change what others see of the user. Streams show them in every realm of
-- the user (shown_to.sql), whichever their own one is. The planner inlines it.
CREATE OR REPLACE FUNCTION public.shown_user_kinds()
RETURNS text[]
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT '{user_named, user_role_changed, user_picture_changed, user_deleted}'::text[];
$$;
