-- The members of a chat whom a text mentions: after an `@` that does not end a word comes their name, as
-- a whole word and in any case. Of several names that fit, the longest counts, and members with the same
-- name are mentioned together. Looks at the first 50 places.
CREATE OR REPLACE FUNCTION public.mentioned_by_name(_chat_id bigint, _text text)
RETURNS bigint[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT fitting.user_id
        FROM (
            SELECT member.user_id,
                   rank() OVER (PARTITION BY places.place ORDER BY length(member.name) DESC) AS rank
            FROM (
                SELECT lower(m.found[1]) AS text, m.place
                FROM regexp_matches(_text, '(?<![[:alnum:]])@([^@]{1,255})', 'g')
                    WITH ORDINALITY AS m (found, place)
                LIMIT 50
            ) AS places
            CROSS JOIN (
                SELECT p.user_id, lower(u.name) AS name
                FROM (
                    SELECT p.user_id, p.left_at
                    FROM public.chat_participants AS p
                    WHERE p.chat_id = _chat_id
                    OFFSET 0
                ) AS p
                CROSS JOIN LATERAL (
                    SELECT u.name
                    FROM public.users AS u
                    WHERE u.id = p.user_id
                    OFFSET 0
                ) AS u
                WHERE p.left_at IS NULL
            ) AS member
            WHERE starts_with(places.text, member.name)
              AND substr(places.text, length(member.name) + 1, 1) !~ '[[:alnum:]]'
        ) AS fitting
        WHERE fitting.rank = 1
        ORDER BY fitting.user_id
    );
END;
$$;
