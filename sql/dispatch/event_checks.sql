-- Generates the functions of the CHECK constraints of events, as constants and static calls,
-- because a CHECK may not read tables. A payload that a replica cannot read must not enter the log;
-- the fields that replicas read are in src/domain/events. A payload is valid if it has the ids and
-- the text that event_kinds demands and satisfies is_valid_<kind>(), which is optional.
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.is_event_kind(_kind text)
        RETURNS boolean
        LANGUAGE plpgsql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$ BEGIN RETURN _kind = ANY (%L::text[]); END $body$
    $function$, (SELECT array_agg(k.kind ORDER BY k.kind) FROM public.event_kinds AS k));

    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.happens_in_chat(_kind text)
        RETURNS boolean
        LANGUAGE plpgsql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$ BEGIN RETURN _kind <> ALL (%L::text[]); END $body$
    $function$, (
        SELECT coalesce(array_agg(k.kind ORDER BY k.kind), '{}')
        FROM public.event_kinds AS k
        WHERE NOT k.in_chat
    ));

    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.is_valid_payload(_kind text, _payload jsonb)
        RETURNS boolean
        LANGUAGE plpgsql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$
        BEGIN
            RETURN coalesce(CASE _kind %s ELSE true END, false);
        END;
        $body$
    $function$, (
        SELECT string_agg(
            format('WHEN %L THEN %s ', k.kind, array_to_string(checks.calls, ' AND ')), ''
            ORDER BY k.append_rank
        )
        FROM public.event_kinds AS k
        CROSS JOIN LATERAL (
            SELECT ARRAY(
                SELECT format('public.id_in(_payload, %L) IS NOT NULL', required.id)
                FROM unnest(k.required_ids) AS required (id)
                UNION ALL
                SELECT 'public.is_valid_text(_payload)'
                WHERE k.has_text
                UNION ALL
                SELECT format('public.%I(_payload)', 'is_valid_' || k.kind)
                WHERE to_regproc('public.is_valid_' || k.kind) IS NOT NULL
            ) AS calls
        ) AS checks
        WHERE checks.calls <> '{}'
    ));
END;
$generate$;
