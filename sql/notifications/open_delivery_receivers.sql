-- Runs after deliveries are queued. Makes their receivers due. A receiver for whom deliveries wait already keeps its
-- time; the statement locks its row, because a consumer may be about to delete it.
CREATE OR REPLACE FUNCTION public.open_delivery_receivers()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.delivery_receivers AS r (channel, receiver, next_attempt_at)
    SELECT a.channel, a.receiver, min(a.due_at)
    FROM added AS a
    GROUP BY a.channel, a.receiver
    ON CONFLICT (channel, receiver) DO UPDATE
    SET next_attempt_at = r.next_attempt_at;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER open_delivery_receivers
    AFTER INSERT ON public.deliveries
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.open_delivery_receivers();
