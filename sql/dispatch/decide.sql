-- Generates decide() from event_kinds, which decides on the events of a batch, kind by kind. Each
-- call is static SQL, whose plan Postgres keeps. It is STABLE: all of it reads the snapshot of the
-- statement that calls it with the head locked.
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.decide(_new_events public.new_event[], _kinds text[])
        RETURNS public.decision[]
        LANGUAGE plpgsql
        STABLE
        AS $body$
        DECLARE
            _decisions public.decision[] := '{}';
        BEGIN
            %s
            RETURN _decisions;
        END;
        $body$
    $function$, (
        SELECT string_agg(format($arm$
            IF _kinds && %L::text[] THEN
                _decisions := _decisions || public.%I(_new_events);
            END IF;
        $arm$, routine.kinds, routine.decide_with), '')
        FROM (
            SELECT k.decide_with, array_agg(k.kind ORDER BY k.kind) AS kinds
            FROM public.event_kinds AS k
            WHERE k.decide_with IS NOT NULL
            GROUP BY k.decide_with
            ORDER BY min(k.append_rank)
        ) AS routine
    ));
END;
$generate$;
