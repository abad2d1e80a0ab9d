-- Sends the fence $1, and counts the replicas that listen. Sessions of other logins do not count, since
-- a session chooses its application_name.
SELECT public.send_signal($1),
       (
           SELECT count(*)
           FROM pg_stat_activity AS a
           WHERE a.datname = current_database()
             AND a.usename = session_user
             AND a.application_name = 'vestnik listener'
       ) AS replicas
