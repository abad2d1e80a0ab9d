-- Generates from message_parts what the kinds of messages need to know of all parts of a message. Constant
-- lists, so that the planner can inline the first two functions.
DO $generate$
BEGIN
    -- Called by the CHECK constraint of events: event_checks.sql.
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.are_valid_message_parts(_payload jsonb)
        RETURNS boolean
        LANGUAGE sql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$ SELECT %s $body$
    $function$, (
        SELECT string_agg(
            format(
                '(NOT _payload ? %1$L OR public.%2$I(_payload -> %1$L))', p.name, p.check_with
            ),
            ' AND ' ORDER BY p.name
        )
        FROM public.message_parts AS p
        WHERE p.check_with IS NOT NULL
    ));

    -- Whether two payloads of messages with one `client_id` have the same parts.
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.have_same_message_parts(_one jsonb, _other jsonb)
        RETURNS boolean
        LANGUAGE sql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$ SELECT %s $body$
    $function$, (
        SELECT string_agg(
            format('_one -> %1$L IS NOT DISTINCT FROM _other -> %1$L', p.name),
            ' AND ' ORDER BY p.name
        )
        FROM public.message_parts AS p
        WHERE p.is_compared
    ));

    -- Why the text of a message may not be edited; NULL if it may. Reads the message as it was sent.
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.refusal_to_edit(_message_id bigint)
        RETURNS text
        LANGUAGE plpgsql
        STABLE
        AS $body$
        BEGIN
            RETURN (
                SELECT CASE %s END
                FROM public.events AS e
                WHERE e.position = _message_id
            );
        END;
        $body$
    $function$, (
        SELECT string_agg(
            format('WHEN e.payload ? %L THEN %L', p.name, p.edit_refusal), ' ' ORDER BY p.name
        )
        FROM public.message_parts AS p
        WHERE p.edit_refusal IS NOT NULL
    ));
END;
$generate$;
