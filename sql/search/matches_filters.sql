-- Whether a message is by an author, within a time (from _after on, before _before), and has a link, an
-- image, or a file that is none. NULL does not restrict.
CREATE OR REPLACE FUNCTION public.matches_filters(
    _message   public.messages,
    _author_id bigint,
    _after     timestamptz,
    _before    timestamptz,
    _has       text
)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (_author_id IS NULL OR _message.sender_id IS NOT DISTINCT FROM _author_id)
       AND (_after IS NULL OR _message.created_at >= _after)
       AND (_before IS NULL OR _message.created_at < _before)
       AND CASE
           WHEN _has IS NULL THEN true
           WHEN _has = 'link' THEN public.has_link(_message.content)
           ELSE _message.attachments <> '{}' AND EXISTS (
               SELECT
               FROM public.attachments AS a
               WHERE a.id = ANY (_message.attachments)
                 AND a.size IS NOT NULL
                 AND a.deleted_at IS NULL
                 AND (a.mime LIKE 'image/%') = (_has = 'image')
           )
       END;
END;
$$;
