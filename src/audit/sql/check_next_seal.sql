-- Checks the first seal that ends after position $1.
SELECT s.sealed_to, s.found_at, s.problem
FROM audit.check_next_seal($1) AS s
