-- A payload without what erasing removes. Of a forwarded message it keeps that it is one. The planner inlines it.
CREATE OR REPLACE FUNCTION audit.without_texts(_payload jsonb)
RETURNS jsonb
LANGUAGE sql
IMMUTABLE
RETURN (_payload - '{content,title,forwarded_from,files,former_name,custom}'::text[]) #- '{context,title}'
    || CASE WHEN _payload ? 'forwarded_from' THEN '{"was_forwarded": true}' ELSE '{}' END::jsonb;
