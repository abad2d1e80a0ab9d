-- The texts that contain a part of a text, in any case of letters and with `е` for `ё`: messages, former and
-- deleted ones too, edits, reports and titles, from one time up to and excluding another, in one chat or in all.
-- Reads the whole log.
--
--     SELECT * FROM audit.find_texts('тетрадь');
--     SELECT * FROM audit.find_texts('тетрадь', in_chat => 1, from_time => '2026-09-01');
CREATE OR REPLACE FUNCTION audit.find_texts(
    part      text,
    in_chat   bigint      DEFAULT NULL,
    from_time timestamptz DEFAULT '-infinity',
    to_time   timestamptz DEFAULT 'infinity'
)
RETURNS TABLE (
    "position"  bigint,
    at          timestamptz,
    realm       text,
    chat_id     bigint,
    actor       text,
    description text,
    text        text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(in_chat)
    WHERE in_chat IS NOT NULL;

    SELECT e.position, e.recorded_at, e.realm, e.chat_id,
           audit.label_of(e.actor_id, u.id, u.name),
           audit.fitting(words.description), found.content
    FROM (SELECT replace(lower(find_texts.part), 'ё', 'е') AS text OFFSET 0) AS needle
    CROSS JOIN public.events AS e
    LEFT JOIN LATERAL audit.person_at(e.actor_id, e.position) AS u ON true
    CROSS JOIN LATERAL (
        SELECT coalesce(audit.event_text(e), e.payload ->> 'title', e.payload #>> '{context,title}') AS content
    ) AS found
    CROSS JOIN LATERAL audit.event_in_words(e) AS words
    WHERE (in_chat IS NULL OR e.chat_id = in_chat)
      AND e.recorded_at >= from_time
      AND e.recorded_at < to_time
      AND audit.has_texts(e.payload)
      AND strpos(replace(lower(found.content), 'ё', 'е'), needle.text) > 0
    ORDER BY e.position;
$$;
