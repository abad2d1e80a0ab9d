-- Describes the participants in an event's payload, with their roles.
CREATE OR REPLACE FUNCTION audit.participants_of(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT coalesce(string_agg(
            audit.label_at((member ->> 'user_id')::bigint, _event.position)
                || coalesce(' as ' || (member ->> 'role'), ''),
            ' and ' ORDER BY member ->> 'role' DESC, (member ->> 'user_id')::bigint
        ), 'no participants')
        FROM jsonb_array_elements(_event.payload -> 'participants') AS member
    );
END;
$$;
