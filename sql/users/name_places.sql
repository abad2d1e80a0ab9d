-- The places of a folded name at which a search finds it: every character of the first 64,
-- and beyond them the beginnings of 16 words. So the rows of name_suffixes of one user are bounded for
-- any name. The planner inlines it.
CREATE OR REPLACE FUNCTION public.name_places(_name text)
RETURNS TABLE (place integer)
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT n
    FROM generate_series(1, least(char_length(_name), 64)) AS n
    UNION ALL
    (
        SELECT n
        FROM generate_series(65, char_length(_name)) AS n
        WHERE substr(_name, n - 1, 1) = ' '
          AND substr(_name, n, 1) <> ' '
        ORDER BY n
        LIMIT 16
    );
$$;
