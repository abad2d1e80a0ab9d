-- The rows of name_suffixes that a user with this name, role and realms has: users/index_names.sql
-- stores and removes them. An end is cut after 64 characters; searches for longer texts compare the
-- whole name besides.
CREATE OR REPLACE FUNCTION public.name_suffixes(_name text, _role text, _realms text[])
RETURNS TABLE (realm text, suffix text)
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT DISTINCT of_user.realm, substr(folded.name, p.first_character, 64)
    FROM (SELECT public.fold_name(_name) AS name OFFSET 0) AS folded
    CROSS JOIN LATERAL public.name_offsets(folded.name) AS p
    CROSS JOIN LATERAL unnest(coalesce(_realms, '{*}')) AS of_user (realm)
    WHERE _role <> 'guest'
      -- No search text begins with a space.
      AND substr(folded.name, p.first_character, 1) <> ' ';
$$;
