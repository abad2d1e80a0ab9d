-- Checks the first seal that ends after position $1.
SELECT s.sealed_to,
       'position ' || s.found_at || ': ' || s.problem AS finding
FROM audit.check_next_seal($1) AS s
