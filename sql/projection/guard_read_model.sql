-- Before a statement writes the read model: only project() may, since what is not in the log would
-- be gone at the next rebuild. project() sets `vestnik.projecting` while it runs. For DELETE FROM
-- chat_participants see participant_delete_to_event.sql.
CREATE OR REPLACE FUNCTION public.guard_read_model()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% is derived from events: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'INSERT INTO events instead; the read model follows in the same transaction.';
END;
$$;

CREATE OR REPLACE TRIGGER guard_read_model
    BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.chats
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_read_model();

CREATE OR REPLACE TRIGGER guard_read_model
    BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.messages
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_read_model();

CREATE OR REPLACE TRIGGER guard_read_model
    BEFORE INSERT OR UPDATE OR TRUNCATE ON public.chat_participants
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_read_model();

CREATE OR REPLACE TRIGGER guard_read_model
    BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.chat_settings
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_read_model();

CREATE OR REPLACE TRIGGER guard_read_model
    BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.reports
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_read_model();

CREATE OR REPLACE TRIGGER guard_read_model
    BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.bans
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_read_model();

CREATE OR REPLACE TRIGGER guard_read_model
    BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.blocks
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_read_model();
