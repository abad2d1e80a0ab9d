-- What the digest of an event covers: everything that erasing removes, as JSON. The text alone would do for most
-- events, but a text can look like JSON. Custom data are covered as a text, since nulls in them count. The
-- planner inlines it.
CREATE OR REPLACE FUNCTION audit.texts_of(_payload jsonb)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN jsonb_strip_nulls(jsonb_build_object(
    'content', _payload -> 'content',
    'title', _payload -> 'title',
    'listing_title', _payload #> '{context,title}',
    'forwarded_from', _payload -> 'forwarded_from',
    'files', _payload -> 'files',
    'former_name', _payload -> 'former_name',
    'custom', (_payload -> 'custom')::text
))::text;
