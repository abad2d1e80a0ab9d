-- Adds the people of the origin who are not here, with their ids, to the realm $11, and notes who each of them is
-- here. Those who are here belong to the realm too from now on. $3 are the users who were found, $4 the ids and
-- $5 the external ids of new ones.
WITH given AS MATERIALIZED (
    SELECT p.*,
           p.user_id IS NULL AS is_new,
           coalesce(p.user_id, p.wanted_id, nextval('public.external_user_ids')) AS id
    FROM unnest(
        $1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::bigint[], $10::timestamptz[], $12::text[]
    ) AS p (
        origin, number, user_id, wanted_id, external_id, email, name, role, company_id, created_at, password_hash
    )
), added AS (
    INSERT INTO public.users (id, external_id, email, name, role, company_id, realms, created_at)
    SELECT g.id,
           g.external_id,
           g.email,
           g.name,
           g.role,
           g.company_id,
           CASE WHEN g.role <> 'guest' THEN ARRAY[$11::text] END,
           date_trunc('milliseconds', g.created_at)
    FROM given AS g
    WHERE g.is_new
), passwords AS (
    INSERT INTO public.credentials (user_id, password_hash)
    SELECT g.id, g.password_hash
    FROM given AS g
    WHERE g.is_new
      AND g.password_hash IS NOT NULL
), guests AS (
    INSERT INTO public.unclaimed_guests (user_id)
    SELECT g.id
    FROM given AS g
    WHERE g.is_new
      AND g.role = 'guest'
), joined AS (
    UPDATE public.users AS u
    SET realms = array_append(u.realms, $11::text)
    FROM given AS g
    WHERE u.id = g.id
      AND NOT g.is_new
      AND u.deactivated_at IS NULL
      AND NOT $11::text = ANY (u.realms)
), recorded AS (
    INSERT INTO audit.imported_people (origin, number, user_id)
    SELECT g.origin, g.number, g.id
    FROM given AS g
    ON CONFLICT (origin, number) DO NOTHING
)
SELECT count(*) FILTER (WHERE g.is_new) AS added
FROM given AS g
