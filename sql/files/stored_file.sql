-- A completely uploaded file that is not deleted; does not check who may see it. The planner inlines it.
CREATE OR REPLACE FUNCTION public.stored_file(_id bigint)
RETURNS SETOF public.attachments
LANGUAGE sql
STABLE
AS $$
    SELECT a.*
    FROM (
        SELECT *
        FROM public.attachments
        WHERE id = _id
        OFFSET 0
    ) AS a
    WHERE a.size IS NOT NULL
      AND a.deleted_at IS NULL;
$$;
