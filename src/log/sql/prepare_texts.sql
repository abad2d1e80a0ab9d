-- What is appended with the texts $2 of the events $1: see public.prepare_text().
SELECT p.*
FROM public.prepare_texts($1, $2, $3, $4) AS p
