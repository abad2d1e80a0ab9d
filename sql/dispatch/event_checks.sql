-- The functions of the CHECK constraints of events, generated as constants and static calls:
-- a CHECK may read no table. is_valid_<kind>() is optional: without it any object is valid. What
-- a replica could not read must not get into the log, whoever inserts it; src/domain/events has
-- the fields that are read.
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
            format('WHEN %L THEN public.%I(_payload) ', k.kind, 'is_valid_' || k.kind), ''
            ORDER BY k.append_rank
        )
        FROM public.event_kinds AS k
        WHERE to_regproc('public.is_valid_' || k.kind) IS NOT NULL
    ));
END;
$generate$;
