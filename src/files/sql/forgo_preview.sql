-- Ends the wait of the picture $1, which cannot be decoded and gets no preview.
SELECT public.set_preview($1, NULL, NULL, NULL)
