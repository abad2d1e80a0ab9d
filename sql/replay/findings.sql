-- All findings of verify(), after begin(). Derives the remaining events first.
CREATE FUNCTION audit_replay.findings()
RETURNS TABLE (finding text, relation text, key text, attribute text, live text, derived text)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM audit_replay.record_differences();

    -- The log first: if it is broken, it causes many of the other findings.
    RETURN QUERY
    SELECT 'broken log', 'events', 'position=' || f.position, NULL::text, f.problem, NULL::text
    FROM pg_temp.derived_findings AS f
    ORDER BY f.position;

    -- Constraints exclude the following, but their owner can drop them.
    RETURN QUERY
    SELECT 'broken log', 'events', 'position=' || e.position, NULL::text,
           'is before the beginning of the log', NULL::text
    FROM public.events AS e
    WHERE e.position < 1
    ORDER BY e.position;

    IF NOT EXISTS (
        SELECT
        FROM pg_catalog.pg_index AS i
        WHERE i.indrelid = 'public.events'::regclass
          AND i.indisprimary
          AND i.indisvalid
    ) THEN
        RETURN QUERY
        SELECT 'broken log', 'events', NULL::text, NULL::text,
               'the primary key was dropped', NULL::text
        UNION ALL
        (SELECT 'broken log', 'events', 'position=' || e.position, NULL,
                format('%s events have this position', count(*)), NULL
         FROM public.events AS e
         GROUP BY e.position
         HAVING count(*) > 1
         ORDER BY e.position);
    END IF;

    RETURN QUERY
    SELECT 'wrong head', 'log_head', NULL::text, 'position', h.position::text, last.position::text
    FROM (SELECT coalesce(max(e.position), 0) AS position FROM public.events AS e) AS last
    LEFT JOIN public.log_head AS h ON true
    WHERE h.position IS DISTINCT FROM last.position;

    RETURN QUERY
    SELECT CASE
               WHEN d.live IS NULL THEN 'missing row'
               WHEN d.derived IS NULL THEN 'extra row'
               ELSE 'different value'
           END,
           d.relation,
           (
               SELECT string_agg(k.name || '=' || k.value, ' ')
               FROM jsonb_each_text(d.key) AS k (name, value)
           ),
           v.attribute,
           coalesce(v.live, CASE WHEN v.attribute IS NULL THEN d.live::text END),
           coalesce(v.derived, CASE WHEN v.attribute IS NULL THEN d.derived::text END)
    FROM pg_temp.derived_differences AS d
    LEFT JOIN LATERAL (
        SELECT l.name AS attribute, l.value AS live, r.value AS derived
        FROM jsonb_each_text(d.live) AS l (name, value)
        JOIN jsonb_each_text(d.derived) AS r (name, value) ON r.name = l.name
        WHERE l.value IS DISTINCT FROM r.value
    ) AS v ON true
    ORDER BY d.relation, d.key;

    RETURN QUERY
    SELECT 'broken rule', c.relation, c.key, NULL::text, c.problem, NULL::text
    FROM audit_replay.constraint_findings() AS c;
END;
$$;
