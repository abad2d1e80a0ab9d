-- A step of append_batch(), run with the head taken: a moderator settles a report that waits.
CREATE OR REPLACE FUNCTION public.decide_report_resolved(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN NOT public.is_moderator(d.actor_id) THEN 'not_a_moderator'
               WHEN r.id IS NULL THEN 'report_not_found'
               WHEN r.resolution = d.payload ->> 'resolution' THEN 'unchanged'
               WHEN r.resolution IS NOT NULL THEN 'report_settled'
               ELSE 'append'
           END,
           r.chat_id,
           d.payload,
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT r.*
        FROM public.reports AS r
        WHERE r.id = (d.payload ->> 'report_id')::bigint
        OFFSET 0
    ) AS r ON r.realm = d.realm
    WHERE d.kind = 'report_resolved';
END;
$$;
