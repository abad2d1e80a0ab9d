-- Generates project() from projection_steps. Each call is static SQL, whose plan Postgres keeps.
--
-- project() applies the events at positions _from to _to to the read model, each step to all of
-- them. It is the only implementation: the trigger after_append calls it for the rows just
-- appended, in their transaction; a replay calls a copy of it over the whole log in chunks.
--
-- The result does not depend on how the log is divided into ranges: each step depends only on
-- earlier steps, and within a step either order does not matter (greatest, counts) or the latest
-- event of the range wins. Look-ups and planner settings are explained in
-- ../append/append_batch.sql. A row to update is first found by its key and then updated by its
-- ctid, because the planner could choose any join method for a join with the updated table.
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.project(_from bigint, _to bigint)
        RETURNS void
        LANGUAGE plpgsql
        SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        SET plan_cache_mode = force_generic_plan
        SET enable_seqscan = off
        SET jit = off
        AS $body$
        DECLARE
            _kinds text[];
        BEGIN
            SELECT array_agg(DISTINCT e.kind)
            INTO _kinds
            FROM public.events AS e
            WHERE e.position BETWEEN _from AND _to;

            PERFORM set_config('vestnik.projecting', 'on', true);
            %s
            PERFORM set_config('vestnik.projecting', 'off', true);
        END;
        $body$
    $function$, (
        SELECT string_agg(CASE
            WHEN s.kinds IS NULL THEN format($step$
            PERFORM public.%I(_from, _to);
            $step$, s.routine)
            ELSE format($step$
            IF _kinds && %L::text[] THEN
                PERFORM public.%I(_from, _to);
            END IF;
            $step$, s.kinds, s.routine)
        END, '' ORDER BY s.rank)
        FROM public.projection_steps AS s
    ));
END;
$generate$;
