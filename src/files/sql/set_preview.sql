-- Sets the preview of the picture $1: its media type $2, its size $3 and its placeholder $4.
SELECT public.set_preview($1, $2, $3, $4)
