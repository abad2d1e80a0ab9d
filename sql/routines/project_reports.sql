-- A step of project(): messages reported in the range, and reports that a moderator settled.
-- The first word on a report is the last; one on a report yet to come changes nothing.
CREATE OR REPLACE FUNCTION public.project_reports(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.reports (id, realm, chat_id, message_id, reported_by, reason, created_at)
    SELECT e.position, e.realm, e.chat_id, (e.payload ->> 'message_id')::bigint, e.actor_id,
           e.payload ->> 'content', e.recorded_at
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_reported';

    UPDATE public.reports AS r
    SET resolution = first.resolution
    FROM (
        SELECT DISTINCT ON (e.chat_id, named.report_id)
               e.chat_id, named.report_id, e.payload ->> 'resolution' AS resolution
        FROM public.events AS e
        CROSS JOIN LATERAL (SELECT (e.payload ->> 'report_id')::bigint AS report_id) AS named
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'report_resolved'
          AND named.report_id < e.position
        ORDER BY e.chat_id, named.report_id, e.position
    ) AS first
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.chat_id, f.resolution
        FROM public.reports AS f
        WHERE f.id = first.report_id
        OFFSET 0
    ) AS found
    WHERE r.ctid = found.ctid
      AND found.chat_id = first.chat_id
      AND found.resolution IS NULL;
END;
$$;
