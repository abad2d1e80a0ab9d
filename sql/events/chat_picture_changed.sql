-- The owner or an admin of a group gave it a picture, an upload of their own, or removed it
-- (`attachment_id` is null). `previous_id` is the picture before. The same picture again changes nothing.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES (
    'chat_picture_changed', 147, 'decide_chat_picture_changed', 'describe_chat_picture_changed',
    'message'
);

CREATE OR REPLACE FUNCTION public.is_valid_chat_picture_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _payload ? 'attachment_id'
       AND (jsonb_typeof(_payload -> 'attachment_id') = 'null'
            OR public.id_in(_payload, 'attachment_id') IS NOT NULL)
       AND (NOT _payload ? 'previous_id' OR public.id_in(_payload, 'previous_id') IS NOT NULL);
$$;

CREATE OR REPLACE FUNCTION public.decide_chat_picture_changed(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN p.user_id IS NULL THEN 'not_a_participant'
                WHEN c.type <> 'group' THEN 'not_a_group'
                WHEN public.member_role(c, p) = 'member' THEN 'not_the_creator'
                WHEN refused.code IS NOT NULL THEN refused.code
                WHEN c.picture_id IS NOT DISTINCT FROM (d.payload ->> 'attachment_id')::bigint
                    THEN 'no_change'
                WHEN d.payload ->> 'attachment_id' IS NOT NULL AND NOT public.is_own_picture(
                    d.realm, d.actor_id, (d.payload ->> 'attachment_id')::bigint
                ) THEN 'invalid_avatar'
                ELSE 'append'
            END,
            d.chat_id,
            jsonb_build_object('attachment_id', d.payload -> 'attachment_id')
                || CASE
                    WHEN c.picture_id IS NULL THEN '{}'
                    ELSE jsonb_build_object('previous_id', c.picture_id)
                END
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL public.refusal(d.realm, d.actor_id, '{}') AS refused ON true
        WHERE d.kind = 'chat_picture_changed'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_chat_pictures', 19, '{chat_picture_changed}');

-- Runs after the chats of the range are created. The latest picture of the range wins.
CREATE OR REPLACE FUNCTION public.project_chat_pictures(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chats AS c
    SET picture_id = (latest.payload ->> 'attachment_id')::bigint
    FROM public.latest_in_chats(_from, _to, 'chat_picture_changed') AS latest
    WHERE c.ctid = latest.chat_ctid;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_picture_changed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
        WHEN _event.payload ->> 'attachment_id' IS NULL THEN 'removed the picture of the group'
        ELSE 'changed the picture of the group'
    END;
$$;
