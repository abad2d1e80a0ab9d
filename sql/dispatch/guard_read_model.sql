-- Before a statement writes the read model: refuses it except in project(), because a rebuild would
-- undo changes that are not in the log. project() sets `vestnik.projecting` while it runs.
CREATE OR REPLACE FUNCTION public.guard_read_model()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% is derived from events: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'INSERT INTO events instead; the read model follows in the same transaction. '
                     'A dump is restored into a database without tables, a copy of the log by `vestnik replay`.';
END;
$$;

-- Gives the trigger to each table in read_model_tables. Replays and grants find the tables by it
-- (../replay/schema.sql), so that none is read or verified that is not protected.
DO $generate$
DECLARE
    _table record;
BEGIN
    FOR _table IN SELECT t.name, t.deletes_are_events FROM public.read_model_tables AS t LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER guard_read_model
             BEFORE INSERT OR UPDATE %s OR TRUNCATE ON public.%I
             FOR EACH STATEMENT
             WHEN (current_setting(''vestnik.projecting'', true) IS DISTINCT FROM ''on'')
             EXECUTE FUNCTION public.guard_read_model()',
            CASE WHEN NOT _table.deletes_are_events THEN 'OR DELETE' END, _table.name
        );
    END LOOP;
END;
$generate$;
