-- Partitions are read by name, so nobody needs statistics of the tables that they are partitions of; and those would have
-- to be made anew, of every month, whenever a visitor is erased. Where an administrator's ANALYZE made some they go.

DO $$
DECLARE
  each RECORD;
BEGIN
  FOR each IN
    SELECT s.tablename, s.attname, format_type(a.atttypid, a.atttypmod) AS type,
      CASE WHEN c.collname = 'C' THEN ' COLLATE "C"' ELSE '' END AS collation
    FROM pg_stats s
    JOIN pg_attribute a ON a.attrelid = (quote_ident(s.schemaname) || '.' || quote_ident(s.tablename))::regclass
      AND a.attname = s.attname
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
    WHERE s.schemaname = current_schema() AND s.tablename IN ('message', 'words')
      AND s.attname IN ('epoch', 'channel', 'author_kind', 'author', 'text', 'body', 'amend_text', 'agent', 'words')
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE %s%s', each.tablename, each.attname, each.type, each.collation);
  END LOOP;
  FOR each IN
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ('message', 'words') AND a.attnum > 0
      AND NOT a.attisdropped
  LOOP
    EXECUTE format('ALTER TABLE ONLY %I ALTER COLUMN %I SET STATISTICS 0', each.relname, each.attname);
  END LOOP;
END
$$;
