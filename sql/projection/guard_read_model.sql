-- Before a statement writes the read model: refuses it except in project(), because a rebuild would
-- undo changes that are not in the log. project() sets `vestnik.projecting` while it runs. A DELETE
-- FROM chat_participants is allowed: participant_delete_to_event.sql.
--
-- The tables with this trigger are the read model; replays find them by it (../replay/schema.sql).
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

DO $generate$
DECLARE
    _table text;
BEGIN
    FOREACH _table IN ARRAY ARRAY[
        'chats', 'chat_participants', 'former_participants', 'messages', 'chat_settings', 'reports', 'bans', 'blocks',
        'reactions', 'reaction_counts', 'pins', 'system_messages',
        'personal_events'
    ] LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER guard_read_model
             BEFORE INSERT OR UPDATE %s OR TRUNCATE ON public.%I
             FOR EACH STATEMENT
             WHEN (current_setting(''vestnik.projecting'', true) IS DISTINCT FROM ''on'')
             EXECUTE FUNCTION public.guard_read_model()',
            CASE WHEN _table <> 'chat_participants' THEN 'OR DELETE' END, _table
        );
    END LOOP;
END;
$generate$;
