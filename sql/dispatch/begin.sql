-- Runs first, because the files of ../events/ and ../projection/ register the kinds of events, the
-- parts of messages and the steps of project() again.
DELETE FROM public.event_kinds;
DELETE FROM public.message_parts;
DELETE FROM public.projection_steps;
