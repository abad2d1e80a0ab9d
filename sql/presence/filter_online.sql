-- Returns the users in a list who are connected to any replica.
CREATE OR REPLACE FUNCTION public.filter_online(_user_ids bigint[])
RETURNS bigint[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ARRAY(
        SELECT DISTINCT p.user_id
        FROM unnest(_user_ids) AS listed (user_id)
        CROSS JOIN LATERAL (
            SELECT p.user_id
            FROM public.presence AS p
            WHERE p.user_id = listed.user_id
            OFFSET 0
        ) AS p
    );
$$;
