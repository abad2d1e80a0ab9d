-- The limit that keeps a draft from being appended, if one does. Asked of drafts that bring limits along (`payload.limits`), after all else was found to be in order and with the head taken.
-- That is what makes all of it hold across replicas. The writer never has two drafts of one
-- sender in a batch where there are limits, so that neighbours need not be looked at.
--
-- It costs by what the sender did in the last minute, which the limits bound.
CREATE OR REPLACE FUNCTION public.limit_reached(_draft public.draft)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _limits CONSTANT jsonb := _draft.payload -> 'limits';
    _now    CONSTANT timestamptz := clock_timestamp();
    _minute integer;
    _burst  integer;
    _chats  integer;
    _digest bytea;
BEGIN
    _digest := public.digest_of(_draft.payload);

    SELECT count(*),
           count(*) FILTER (WHERE r.at > _now - interval '5 seconds'),
           count(DISTINCT r.chat_id) FILTER (
               WHERE r.digest = _digest
                 AND r.chat_id IS DISTINCT FROM _draft.chat_id
           )
    INTO _minute, _burst, _chats
    FROM public.recent_deeds AS r
    WHERE r.realm = _draft.realm
      AND r.actor_id = _draft.actor_id
      AND r.kind = _draft.kind
      AND r.at > _now - interval '1 minute';

    RETURN CASE
        WHEN _minute >= (_limits ->> 'a_minute')::integer THEN 'rate_limited'
        WHEN _burst >= (_limits ->> 'in_5_seconds')::integer THEN 'rate_limited'
        WHEN _chats >= (_limits ->> 'same_text_chats')::integer THEN 'spam'
    END;
END;
$$;

-- What tells whether two texts are the same: neither case nor white space makes another one.
CREATE OR REPLACE FUNCTION public.digest_of(_payload jsonb)
RETURNS bytea
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT sha256(convert_to(
        lower(btrim(regexp_replace(_payload ->> 'content', '\s+', ' ', 'g'))), 'UTF8'
    ));
$$;

-- Remembers what was appended of a batch with limits, and forgets some of what is older than a
-- minute, more than it remembers, whoever did it. Runs in the transaction that appends.
CREATE OR REPLACE FUNCTION public.remember_deeds(_drafts public.draft[], _verdicts public.verdict[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM public.recent_deeds AS r
    WHERE r.id IN (
        SELECT old.id
        FROM public.recent_deeds AS old
        WHERE old.at < clock_timestamp() - interval '1 minute'
        ORDER BY old.at
        LIMIT 2 * cardinality(_drafts)
    );

    INSERT INTO public.recent_deeds (realm, actor_id, kind, at, chat_id, digest)
    SELECT d.realm, d.actor_id, d.kind, clock_timestamp(), coalesce(v.chat_id, 0),
           public.digest_of(d.payload)
    FROM unnest(_verdicts) AS v
    JOIN unnest(_drafts) AS d ON d.ordinal = v.ordinal
    WHERE v.outcome = 'append'
      AND d.payload ? 'limits';
END;
$$;
