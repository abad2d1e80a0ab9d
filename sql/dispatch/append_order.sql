-- Generates append_order() from event_kinds: a constant list of the kinds that the server appends,
-- in their order within a batch.
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.append_order()
        RETURNS text[]
        LANGUAGE sql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$ SELECT %L::text[] $body$
    $function$, (
        SELECT array_agg(k.kind ORDER BY k.append_rank)
        FROM public.event_kinds AS k
        WHERE k.append_rank IS NOT NULL
    ));
END;
$generate$;
