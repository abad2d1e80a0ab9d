-- A step of append_batch() when it is called again: the new events that the first attempt appended.
CREATE OR REPLACE FUNCTION public.find_stored(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(d, 'stored', stored.chat_id, stored.payload, stored.position)
        FROM unnest(_new_events) AS d
        CROSS JOIN LATERAL (
            SELECT e.chat_id, e.payload, e.position
            FROM public.events AS e
            WHERE e.event_id = d.event_id
            OFFSET 0
        ) AS stored
    );
END;
$$;
