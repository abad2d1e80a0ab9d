-- Finds the messages that have a file in a chat, for src/files/sql/visible_file.sql. Without a list of
-- pending entries, which each look-up would read from beginning to end. Deleted messages are in it too: with the
-- condition of messages_shown, the planner would read all of that one where it believes the table to be empty.
CREATE INDEX IF NOT EXISTS messages_files
    ON public.messages USING gin (public.file_keys(chat_id, attachments))
    WITH (fastupdate = off)
    WHERE attachments <> '{}';
