-- Whether a message was ever reported to the moderators, who may then see it.
CREATE OR REPLACE FUNCTION public.is_reported(_message_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.reports AS r
        WHERE r.message_id = _message_id
    );
END;
$$;
