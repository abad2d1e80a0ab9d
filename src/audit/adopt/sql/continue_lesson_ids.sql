-- After lessons were written with their ids: the next lesson gets one that no lesson has.
SELECT setval(
    pg_get_serial_sequence('public.lessons', 'id'),
    greatest((SELECT max(l.id) FROM public.lessons AS l), nextval(pg_get_serial_sequence('public.lessons', 'id')))
) AS last
