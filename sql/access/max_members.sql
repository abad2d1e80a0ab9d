-- The most members of a group in a realm, its maker included. The planner inlines it.
CREATE OR REPLACE FUNCTION public.max_members(_realm text)
RETURNS integer
LANGUAGE sql
IMMUTABLE
RETURN CASE WHEN public.realm_has_classes(_realm) THEN 100 ELSE 500 END;
