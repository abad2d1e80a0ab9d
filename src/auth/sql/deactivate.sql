-- Deactivates the user $1 of the realm $2, whose tokens are valid until $3, and records it if the API key $4 does
-- it; NULL: a person.
WITH outcome AS MATERIALIZED (
    SELECT public.deactivate_user($1, $2, $3) AS is_done
), recorded AS (
    INSERT INTO audit.key_actions (key_name, action, user_id)
    SELECT $4::text, 'deactivated', $1
    FROM outcome AS o
    WHERE o.is_done
      AND $4 IS NOT NULL
)
SELECT o.is_done
FROM outcome AS o
