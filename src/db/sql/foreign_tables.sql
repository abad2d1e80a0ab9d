-- The tables of the schemas that a migration writes, by name, but for those of extensions and those that a
-- first migration creates before its tables.
SELECT n.nspname || '.' || c.relname AS name
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'audit')
  AND c.relkind IN ('r', 'p', 'f')
  AND NOT (n.nspname = 'public' AND c.relname IN ('schema_lock', 'refinery_schema_history'))
  AND NOT EXISTS (
      SELECT
      FROM pg_catalog.pg_depend AS d
      WHERE d.classid = 'pg_catalog.pg_class'::regclass
        AND d.objid = c.oid
        AND d.deptype = 'e'
  )
ORDER BY name
