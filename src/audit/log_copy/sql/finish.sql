-- Ends the transaction that loads a copy of the log: brings what the triggers of an append maintain beside the
-- read model up to date.
ALTER TABLE public.events ENABLE TRIGGER fill_event_defaults;
ALTER TABLE public.events ENABLE TRIGGER after_append;

UPDATE public.log_head AS h
SET position = e.position,
    latest_at = e.latest_at
FROM (
    SELECT max(e.position) AS position,
           coalesce(
               max(e.recorded_at) FILTER (
                   WHERE e.origin <> 'import' OR e.recorded_at <= clock_timestamp()
               ),
               '-infinity'
           ) AS latest_at
    FROM public.events AS e
) AS e;

-- Only imported events have times that do not follow positions.
WITH imported AS (
    SELECT min(e.position) AS from_position,
           max(e.position) AS to_position,
           min(e.recorded_at) AS first_at,
           max(e.recorded_at) AS last_at
    FROM (
        SELECT e.position,
               e.recorded_at,
               e.position - row_number() OVER (ORDER BY e.position) AS range
        FROM public.events AS e
        WHERE e.origin = 'import'
    ) AS e
    GROUP BY e.range
), recorded AS (
    INSERT INTO public.imported_ranges (from_position, to_position)
    SELECT i.from_position, i.to_position
    FROM imported AS i
)
INSERT INTO public.unordered_ranges (from_position, to_position, first_at, last_at)
SELECT i.from_position, i.to_position, i.first_at, i.last_at
FROM imported AS i;

INSERT INTO public.erasures (user_id, started_at, finished_at)
SELECT (e.payload ->> 'user_id')::bigint, min(e.recorded_at), max(e.recorded_at)
FROM public.events AS e
WHERE e.kind = 'user_erased'
GROUP BY e.payload ->> 'user_id';

COMMIT;
ANALYZE public.events
