-- Records that a check of all seals up to $1 has found nothing.
UPDATE audit.proof
SET verified_to = $1,
    verified_at = date_trunc('milliseconds', clock_timestamp()),
    problem = NULL,
    problem_at = NULL,
    found_at = NULL
