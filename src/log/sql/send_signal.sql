-- Sends the signal $1, and reads the database's clock in milliseconds.
SELECT public.send_signal($1),
       (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock_ms
