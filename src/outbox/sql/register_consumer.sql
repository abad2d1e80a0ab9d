-- Registers the consumer $1 at the end of the log: older events need no processing.
INSERT INTO public.consumers (name, position)
SELECT $1, h.position
FROM public.log_head AS h
ON CONFLICT (name) DO NOTHING
