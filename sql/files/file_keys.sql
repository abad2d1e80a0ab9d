-- The keys of the index messages_files: one for each file of a message, of the file and the chat together.
-- So the look-up of a file in a chat does not read the other messages that have the file, which may have
-- been forwarded into very many, nor the other messages of the chat. Equal hashes of different files cost
-- a look, no more: readers compare the ids too.
CREATE OR REPLACE FUNCTION public.file_keys(_chat_id bigint, _attachments bigint[])
RETURNS bigint[]
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT array_agg(pg_catalog.hashint8extended(file.id, _chat_id))
    FROM pg_catalog.unnest(_attachments) AS file (id);
$$;
