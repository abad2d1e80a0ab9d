-- Whether a text has a link. Which ones, the server says (src/api/sent_files/links.rs).
CREATE OR REPLACE FUNCTION public.has_link(_text text)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
STRICT
PARALLEL SAFE
AS $$
BEGIN
    -- Most texts have no `://`, which is found faster than the pattern is matched.
    RETURN position('://' IN _text) > 0 AND _text ~* 'https?://[^[:space:]]';
END;
$$;

-- Lists the links of a chat.
CREATE INDEX IF NOT EXISTS messages_with_links ON public.messages (chat_id, id)
    WHERE public.has_link(content) AND NOT is_deleted;
