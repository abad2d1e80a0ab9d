-- The first positions that a loaded log lacks, and how many events it has.
SELECT (
           SELECT min(g.position)
           FROM (
               SELECT 1 + coalesce(lag(e.position) OVER (ORDER BY e.position), 0) AS position,
                      e.position AS next
               FROM public.events AS e
           ) AS g
           WHERE g.position <> g.next
       ) AS missing,
       (SELECT count(*) FROM public.events AS e) AS events
