-- What the digest of an event covers: its text, or as JSON everything that erasing removes, if that is more.
-- The planner inlines it.
CREATE OR REPLACE FUNCTION audit.texts_of(_payload jsonb)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN CASE
    WHEN _payload ?| ARRAY['title', 'forwarded_from', 'context', 'files', 'former_name']
        THEN jsonb_strip_nulls(jsonb_build_object(
        'content', _payload -> 'content',
        'title', _payload -> 'title',
        'listing_title', _payload #> '{context,title}',
        'forwarded_from', _payload -> 'forwarded_from',
        'files', _payload -> 'files',
        'former_name', _payload -> 'former_name'
    ))::text
    ELSE _payload ->> 'content'
END;
