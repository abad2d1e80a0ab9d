-- Generates erase_projected_texts() from event_kinds, a step of erase_texts(): erases the texts of
-- the events at these positions, which are already erased in the log, from the read model, by the
-- audit.erase_<kind>() in ../events/.
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION audit.erase_projected_texts(_positions bigint[])
        RETURNS void
        LANGUAGE plpgsql
        AS $body$
        BEGIN
            PERFORM set_config('vestnik.projecting', 'on', true);
            %s
            PERFORM set_config('vestnik.projecting', 'off', true);
        END;
        $body$
    $function$, (
        SELECT string_agg(format('PERFORM audit.%I(_positions); ', 'erase_' || k.kind), '')
        FROM public.event_kinds AS k
        WHERE to_regproc('audit.erase_' || k.kind) IS NOT NULL
    ));
END;
$generate$;
