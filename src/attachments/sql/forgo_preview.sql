-- Ends the wait of the picture $1, which can have no preview.
SELECT public.forgo_preview($1)
