-- Generates the functions of the CHECK constraint of events, as constants and static calls, because
-- a CHECK may not read tables. A payload that a replica cannot read must not enter the log; the
-- fields that replicas read are in src/domain/events.
DO $generate$
BEGIN
    -- A payload is valid if it has the ids and the text that event_kinds demands and satisfies
    -- is_valid_<kind>(), which is optional. Each kind has a statement of its own, because a
    -- transaction prepares an expression as a whole when it first evaluates it.
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.is_valid_payload(_kind text, _payload jsonb)
        RETURNS boolean
        LANGUAGE plpgsql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$
        BEGIN
            CASE _kind
                %s
                ELSE RETURN true;
            END CASE;
        END;
        $body$
    $function$, (
        SELECT string_agg(
            format(
                'WHEN %L THEN RETURN coalesce(%s, false);',
                k.kind, array_to_string(checks.calls, ' AND ')
            ), ''
            -- Most events are of the first kind.
            ORDER BY k.kind <> 'message_sent', k.append_rank
        )
        FROM public.event_kinds AS k
        CROSS JOIN LATERAL (
            SELECT ARRAY(
                SELECT format('public.id_in(_payload, %L) IS NOT NULL', required.id)
                FROM unnest(k.required_ids) AS required (id)
                UNION ALL
                SELECT 'public.is_valid_text(_payload)'
                WHERE k.has_text
                UNION ALL
                SELECT format('public.%I(_payload)', 'is_valid_' || k.kind)
                WHERE to_regproc('public.is_valid_' || k.kind) IS NOT NULL
            ) AS calls
        ) AS checks
        WHERE checks.calls <> '{}'
    ));

    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.is_valid_event(
            _position bigint,
            _realm    text,
            _chat_id  bigint,
            _kind     text,
            _payload  jsonb
        )
        RETURNS boolean
        LANGUAGE plpgsql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$
        DECLARE
            _problem text;
        BEGIN
            _problem := CASE
                WHEN _position <= 0 THEN 'its position is not positive'
                WHEN public.is_realm(_realm) IS NOT TRUE THEN 'its realm is unknown'
                WHEN _kind <> ALL (%1$L::text[]) THEN 'its kind is unknown'
                WHEN jsonb_typeof(_payload) <> 'object' THEN 'its payload is not an object'
                WHEN NOT public.is_valid_payload(_kind, _payload)
                    THEN 'its payload lacks a field or has one of a wrong type'
                WHEN _kind = ANY (%2$L::text[])
                    THEN CASE WHEN _chat_id IS NOT NULL THEN 'its kind has no chat' END
                WHEN _chat_id IS NULL
                    THEN CASE WHEN _kind <> ALL (%3$L::text[]) THEN 'its kind needs a chat' END
                -- The id of a chat is the position of its `chat_created`, so later events of the
                -- chat have greater positions.
                WHEN _kind = 'chat_created'
                    THEN CASE WHEN _chat_id <> _position THEN 'its chat is not its position' END
                WHEN _chat_id >= _position THEN 'its chat is not older'
            END;
            IF _problem IS NULL THEN
                RETURN true;
            END IF;

            RAISE EXCEPTION 'event of kind "%%" violates check constraint "events_valid": %%',
                left(_kind, 100), _problem
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'events_valid',
                      TABLE = 'events';
        END;
        $body$
    $function$, (
        SELECT array_agg(k.kind ORDER BY k.kind) FROM public.event_kinds AS k
    ), (
        SELECT coalesce(array_agg(k.kind ORDER BY k.kind), '{}')
        FROM public.event_kinds AS k
        WHERE NOT k.in_chat
    ), (
        SELECT coalesce(array_agg(k.kind ORDER BY k.kind), '{}')
        FROM public.event_kinds AS k
        WHERE k.in_chat IS NULL
    ));
END;
$generate$;
