-- Generates project() from projection_steps. Each call is static SQL, whose plan Postgres keeps.
--
-- project() applies the events at positions _from to _to, which are of these kinds, to the read
-- model, each step to all of them. It is the only implementation: the trigger after_append calls it
-- for the rows just appended, in their transaction; a replay calls a copy of it over the whole log
-- in chunks. Its callers set the planner's settings (../append/after_append.sql).
--
-- The result does not depend on how the log is divided into ranges: each step depends only on
-- earlier steps, and within a step either order does not matter (greatest, counts) or the latest
-- event of the range wins. Look-ups are explained in ../append/append_batch.sql. A row to update is
-- first found by its key and then updated by its ctid, because the planner could choose any join
-- method for a join with the updated table.
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.project(_from bigint, _to bigint, _kinds text[])
        RETURNS void
        LANGUAGE plpgsql
        AS $body$
        DECLARE
            _setting text;
        BEGIN
            _setting := set_config('vestnik.projecting', 'on', true);
            %s
            _setting := set_config('vestnik.projecting', 'off', true);
        END;
        $body$
    $function$, (
        SELECT string_agg(format($step$
            IF %s THEN
                PERFORM public.%I(_from, _to);
            END IF;
            $step$,
            CASE
                WHEN s.kinds IS NULL THEN format('NOT _kinds <@ %L::text[]', s.except_kinds)
                ELSE format('_kinds && %L::text[]', s.kinds)
            END,
            s.routine
        ), '' ORDER BY s.rank)
        FROM public.projection_steps AS s
    ));
END;
$generate$;
