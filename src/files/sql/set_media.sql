-- Sets the width $2 and the height $3 of the video $1, and its duration $4 in milliseconds or that of a
-- sound.
SELECT public.set_media($1, $2, $3, $4)
