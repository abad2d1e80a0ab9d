-- Runs first: the files of ../events/ and ../projection/ register the kinds of events and the
-- steps of project() anew.
DELETE FROM public.event_kinds;
DELETE FROM public.projection_steps;
