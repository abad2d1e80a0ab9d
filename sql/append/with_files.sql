-- The payload of a new message that has `attachments`, with what they are at this moment: `files`, in the order
-- of `attachments`, each with its name, its size in bytes and the SHA-256 of its content in hex. So the log
-- proves which files were sent.
CREATE OR REPLACE FUNCTION public.with_files(_payload jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN _payload || jsonb_build_object('files', (
        SELECT jsonb_agg(
            jsonb_build_object(
                'name', a.name,
                'size', a.size,
                'sha256', encode(a.sha256, 'hex')
            )
            ORDER BY attached.ordinal
        )
        FROM jsonb_array_elements_text(_payload -> 'attachments')
             WITH ORDINALITY AS attached (id, ordinal)
        LEFT JOIN LATERAL (
            SELECT f.name, f.size, f.sha256
            FROM public.attachments AS f
            WHERE f.id = attached.id::bigint
            OFFSET 0
        ) AS a ON true
    ));
END;
$$;
