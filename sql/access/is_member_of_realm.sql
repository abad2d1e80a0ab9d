-- Whether a user with this role and these realms belongs to a realm; no other routine reads
-- `users.realms`. Guests belong only to the realm with guests, whatever `users.realms` says. The
-- planner inlines it.
CREATE OR REPLACE FUNCTION public.is_member_of_realm(_role text, _realms text[], _realm text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
RETURN CASE _role
    WHEN 'guest' THEN public.realm_has_guests(_realm)
    ELSE _realms IS NULL OR coalesce(_realm = ANY (_realms), false)
END;
