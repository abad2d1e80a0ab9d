-- Proves that the read model is what follows from the log: derives it anew beside the live
-- one, by the very routines that keep the live one, and compares. Returns what differs;
-- no row means that all is well.
--
--     SELECT * FROM audit.verify();
--
-- | finding          | means                                                             |
-- |------------------|-------------------------------------------------------------------|
-- | different value  | a row has another value than the log says                         |
-- | missing row      | the log says that there is such a row                             |
-- | extra row        | nothing in the log makes that row                                 |
-- | broken log       | positions are missing, or an event cannot be derived              |
-- | wrong head       | log_head is not the position of the last event                    |
-- | broken rule      | what must hold whatever the log says: numbering, counters, …      |
--
-- It may run while replicas append: everything compared belongs to one moment, and no lock
-- is taken. It needs room for a second read model in temporary tables. At psql it is one
-- transaction, and a long one keeps VACUUM from removing dead rows: for a log of
-- many millions run `vestnik verify`, which does the same in many short ones.
--
-- It does not look at recorded_at, which is what a clock said: clocks jump, and an imported
-- log brings its times along. The order of things is their position. That a time was
-- not changed afterwards is what audit.verify_hashes() tells.
CREATE OR REPLACE FUNCTION audit.verify()
RETURNS TABLE (finding text, relation text, key text, attribute text, live text, derived text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM audit_replay.begin();
    RETURN QUERY SELECT f.* FROM audit_replay.findings() AS f;
    PERFORM audit_replay.drop_derived_tables();
END;
$$;
