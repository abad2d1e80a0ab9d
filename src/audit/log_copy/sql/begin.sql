-- Begins the transaction that loads a copy of the log: the events keep their positions, times and origins, which
-- the triggers of an append would give anew.
BEGIN;
LOCK TABLE public.events IN ACCESS EXCLUSIVE MODE;
ALTER TABLE public.events DISABLE TRIGGER fill_event_defaults;
ALTER TABLE public.events DISABLE TRIGGER after_append
