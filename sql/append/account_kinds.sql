-- The kinds that triggers append when an account changes: ../events/accounts.sql. The planner inlines it.
CREATE OR REPLACE FUNCTION public.account_kinds()
RETURNS text[]
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT '{user_named, user_role_changed, user_picture_changed, user_deactivated, user_reactivated,
             user_realms_changed, user_login_reset, user_deleted}'::text[];
$$;
