-- The files with these ids, in their order, but for deleted ones: for event_context().
CREATE OR REPLACE FUNCTION public.describe_files(_ids jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_agg(found.file ORDER BY named.ordinal)
        FROM jsonb_array_elements(_ids) WITH ORDINALITY AS named (id, ordinal)
        CROSS JOIN LATERAL (
            SELECT public.describe_file(a) AS file
            FROM public.attachments AS a
            WHERE a.id = public.id_of(named.id)
              AND a.size IS NOT NULL
              AND a.deleted_at IS NULL
            OFFSET 0
        ) AS found
    );
END;
$$;
