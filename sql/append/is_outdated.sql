-- Whether the message that is edited or forwarded has another text or other mentions than those that
-- were prepared: see prepare_text().
CREATE OR REPLACE FUNCTION public.is_outdated(_prepared jsonb, _message_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN _prepared IS NOT NULL
       AND (_prepared ->> 'version')::bigint IS DISTINCT FROM public.text_version(_message_id);
END;
$$;
