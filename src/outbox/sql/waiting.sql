-- How many deliveries wait for the channel $1.
SELECT count(*) AS waiting
FROM public.deliveries AS d
WHERE d.channel = $1
