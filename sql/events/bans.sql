-- `user_banned`: a moderator banned the author of a reported message from the realm.
-- `user_unbanned`: the ban was lifted; only plain SQL appends it.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    ('user_banned', 110, 'decide_user_banned', 'describe_ban', 'message', '{user_id}'),
    ('user_unbanned', NULL, NULL, 'describe_ban', 'none', '{user_id}');

CREATE OR REPLACE FUNCTION public.decide_user_banned(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN NOT public.is_moderator(d.actor_id) THEN 'not_a_moderator'
                WHEN r.id IS NULL THEN 'report_not_found'
                WHEN m.sender_id IS NULL THEN 'user_not_found'
                WHEN public.is_banned(d.realm, m.sender_id) THEN 'no_change'
                ELSE 'append'
            END,
            r.chat_id,
            jsonb_build_object('user_id', m.sender_id)
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL (
            SELECT r.*
            FROM public.reports AS r
            WHERE r.id = (d.payload ->> 'report_id')::bigint
            OFFSET 0
        ) AS r ON r.realm = d.realm
        LEFT JOIN LATERAL (
            SELECT m.chat_id, m.sender_id
            FROM public.messages AS m
            WHERE m.id = r.message_id
            OFFSET 0
        ) AS m ON m.chat_id = r.chat_id
        WHERE d.kind = 'user_banned'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_bans', 110, '{user_banned, user_unbanned}');

-- The latest event of the range on each user wins.
CREATE OR REPLACE FUNCTION public.project_bans(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM public.bans AS b
    WHERE b.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.bans AS f
            WHERE f.realm = e.realm
              AND f.user_id = (e.payload ->> 'user_id')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('user_banned', 'user_unbanned')
    ));

    INSERT INTO public.bans (id, realm, user_id, banned_at)
    SELECT latest.position, latest.realm, latest.user_id, latest.recorded_at
    FROM (
        SELECT DISTINCT ON (e.realm, (e.payload ->> 'user_id')::bigint)
               e.position, e.realm, (e.payload ->> 'user_id')::bigint AS user_id, e.kind,
               e.recorded_at
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('user_banned', 'user_unbanned')
        ORDER BY e.realm, (e.payload ->> 'user_id')::bigint, e.position DESC
    ) AS latest
    WHERE latest.kind = 'user_banned';
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_ban(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE _event.kind WHEN 'user_banned' THEN 'banned ' ELSE 'unbanned ' END
           || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position);
$$;
