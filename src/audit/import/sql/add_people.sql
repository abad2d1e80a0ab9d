-- Records who the people of a chunk are here, and adds those who are not here: with an id that no token
-- can name, and without a way to sign in. $4 are the users who were found, NULL where there is none. If $5,
-- they get their pictures, whose content follows. Admins and moderators become members, unless $6.
WITH given AS MATERIALIZED (
    SELECT p.origin,
           p.number,
           p.line,
           p.user_id IS NULL AS is_new,
           coalesce(p.line ->> 'role' IN ('admin', 'moderator'), false) AS is_privileged,
           coalesce(p.user_id, nextval('public.external_user_ids')) AS user_id
    FROM unnest($1::uuid[], $2::bigint[], $3::jsonb[], $4::bigint[])
         AS p (origin, number, line, user_id)
), pictures AS (
    INSERT INTO public.attachments (key, realm, owner_id, name, is_posted)
    SELECT (g.line #>> '{picture,key}')::uuid,
           g.line #>> '{picture,realm}',
           g.user_id,
           g.line #>> '{picture,name}',
           true
    FROM given AS g
    WHERE $5
      AND g.is_new
      AND g.line ->> 'gone' IS NULL
      AND g.line ? 'picture'
    ON CONFLICT (key) DO NOTHING
    RETURNING id, owner_id
), added AS (
    INSERT INTO public.users
        (id, email, name, role, company_id, realms, deactivated_at, former_realms, created_at, avatar_url,
         picture_id)
    SELECT g.user_id,
           g.line ->> 'email',
           g.line ->> 'name',
           CASE WHEN g.is_privileged AND NOT $6 THEN 'member' ELSE g.line ->> 'role' END,
           (g.line ->> 'company_id')::bigint,
           CASE WHEN jsonb_typeof(g.line -> 'realms') = 'array' THEN ARRAY(
               SELECT jsonb_array_elements_text(g.line -> 'realms')
           ) END,
           (g.line ->> 'deactivated_at')::timestamptz,
           CASE WHEN jsonb_typeof(g.line -> 'former_realms') = 'array' THEN ARRAY(
               SELECT jsonb_array_elements_text(g.line -> 'former_realms')
           ) END,
           (g.line ->> 'created_at')::timestamptz,
           g.line ->> 'avatar_url',
           picture.id
    FROM given AS g
    LEFT JOIN pictures AS picture ON picture.owner_id = g.user_id
    WHERE g.is_new
      AND g.line ->> 'gone' IS NULL
), erased AS (
    INSERT INTO public.erasures (user_id, finished_at)
    SELECT g.user_id, now()
    FROM given AS g
    WHERE g.is_new
      AND g.line ->> 'gone' = 'erased'
), recorded AS (
    INSERT INTO audit.imported_people (origin, number, user_id)
    SELECT g.origin, g.number, g.user_id
    FROM given AS g
    WHERE g.origin <> (SELECT own.id FROM audit.origin AS own)
    ON CONFLICT (origin, number) DO NOTHING
)
SELECT g.origin, g.number, g.user_id, g.is_new AND g.line ->> 'gone' IS NULL AS is_new,
       g.is_new AND g.line ->> 'gone' IS NULL AND g.is_privileged AS is_privileged
FROM given AS g
