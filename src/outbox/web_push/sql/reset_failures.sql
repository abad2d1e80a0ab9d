-- After accepted attempts of the subscriptions $1.
UPDATE public.push_subscriptions AS s
SET failures = 0,
    refusals = 0,
    refused_since = NULL
WHERE s.id = ANY ($1)
  AND s.failures > 0
