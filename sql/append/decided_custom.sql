-- The outcome of a change of custom data that its actor may make: `append`, or why not. `_position` is that of
-- the latest change, `_before` what it left.
--
-- What the change leaves was computed before the head was locked: `PreparedCustom` in
-- src/log/append/prepare_custom.rs.
CREATE OR REPLACE FUNCTION public.decided_custom(
    _prepared jsonb,
    _position bigint,
    _before   jsonb
)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE
        WHEN (_prepared #>> '{custom,version}')::bigint IS DISTINCT FROM _position THEN 'outdated'
        WHEN _prepared #> '{custom,after}' IS NULL THEN 'custom_too_large'
        WHEN _prepared #> '{custom,after}' = coalesce(_before, '{}') THEN 'no_change'
        ELSE 'append'
    END;
$$;
