-- Those of these users who are connected to any replica.
CREATE OR REPLACE FUNCTION public.filter_online(_user_ids bigint[])
RETURNS bigint[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ARRAY(
        SELECT DISTINCT p.user_id
        FROM unnest(_user_ids) AS asked (user_id)
        JOIN public.presence AS p ON p.user_id = asked.user_id
    );
$$;
