-- The first characters, counted from 1, from which on a search finds a folded name: every character of the first 64,
-- and beyond them the beginnings of 16 words. So the rows of name_suffixes of one user are bounded for
-- any name. The planner inlines it.
CREATE OR REPLACE FUNCTION public.name_offsets(_name text)
RETURNS TABLE (first_character integer)
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
