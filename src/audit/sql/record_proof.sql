-- Records what a check of all seals has found: that they match up to $1, or if $3 is given, this problem at $2.
UPDATE audit.proof AS p
SET verified_to = CASE WHEN $3::text IS NULL THEN $1 ELSE p.verified_to END,
    verified_at = CASE WHEN $3::text IS NULL THEN now.at ELSE p.verified_at END,
    problem = $3,
    problem_at = $2,
    found_at = CASE WHEN $3::text IS NOT NULL THEN now.at END
FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS at) AS now
