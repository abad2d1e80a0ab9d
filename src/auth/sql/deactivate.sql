-- Deactivates the user $1 of the realm $3, whose tokens are valid until $5: by the admin $2 ($4: the server serves
-- no other realm), or through the API key $6, which is recorded; the other is NULL.
WITH deactivated AS MATERIALIZED (
    SELECT public.deactivate_user($1, $2, $3, $4, $5) AS outcome
    -- The events name the key.
    FROM set_config('vestnik.via_key', $6, true) AS caused
), recorded AS (
    INSERT INTO audit.key_actions (key_name, action, user_id)
    SELECT $6::text, 'deactivated', $1
    FROM deactivated AS d
    WHERE d.outcome = 'done'
      AND $6 IS NOT NULL
)
SELECT d.outcome
FROM deactivated AS d
