-- The people of the table {table}. Applications name its columns differently, so they are read from the row as JSON.
SELECT u.id::text AS id,
       nullif(btrim(whole.j ->> 'email'), '') AS email,
       coalesce(
           nullif(btrim(whole.j ->> 'name'), ''),
           nullif(btrim(whole.j ->> 'full_name'), ''),
           nullif(btrim(concat_ws(' ', whole.j ->> 'first_name', whole.j ->> 'last_name')), ''),
           nullif(btrim(whole.j ->> 'username'), '')
       ) AS name,
       whole.j ->> 'role' AS role,
       CASE
           WHEN coalesce(whole.j ->> 'company_id', whole.j ->> 'companyId') ~ '^[0-9]{1,18}$'
               THEN coalesce(whole.j ->> 'company_id', whole.j ->> 'companyId')::bigint
       END AS company_id,
       coalesce(whole.j ->> 'password_hash', whole.j ->> 'hashed_password', whole.j ->> 'password')
           AS password_hash,
       NULL::uuid AS guest,
       coalesce((whole.j ->> 'created_at')::timestamptz, now()) AS created_at
FROM {table} AS u
CROSS JOIN LATERAL (SELECT to_jsonb(u) AS j) AS whole
ORDER BY length(u.id::text), u.id::text
