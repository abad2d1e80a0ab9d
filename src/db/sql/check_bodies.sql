-- Makes Postgres check the bodies of all routines, as it does when one is created alone.
SET LOCAL check_function_bodies = on;
SELECT CASE l.lanname
           WHEN 'sql' THEN pg_catalog.fmgr_sql_validator(p.oid)
           WHEN 'plpgsql' THEN pg_catalog.plpgsql_validator(p.oid)
       END
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
WHERE p.pronamespace IN ('public'::regnamespace, 'audit'::regnamespace)
  AND NOT EXISTS (
      SELECT
      FROM pg_catalog.pg_depend AS d
      WHERE d.objid = p.oid
        AND d.deptype = 'e'
  )
