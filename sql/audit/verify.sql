-- Proves that the read model follows from the log: derives a second one by the routines that
-- maintain the live one, and compares both. Returns the differences; no row means that there is
-- none.
--
--     SELECT * FROM audit.verify();
--
-- | finding          | means                                                             |
-- |------------------|-------------------------------------------------------------------|
-- | different value  | a row has another value than the one derived from the log         |
-- | missing row      | a row derived from the log does not exist                         |
-- | extra row        | a row does not follow from the log                                |
-- | broken log       | positions are missing, or an event cannot be derived              |
-- | wrong head       | log_head is not the position of the last event                    |
-- | broken rule      | an invariant is violated: numbering, counters, …                  |
--
-- It may run while replicas append: it compares one snapshot and takes no lock. It needs space for
-- a second read model in temporary tables. At psql it is one transaction, and a long one keeps
-- VACUUM from removing dead rows: for a log of many millions of events run `vestnik verify`, which
-- does the same in many short transactions.
--
-- It does not check recorded_at: clocks jump, and imported events have their own times. The order
-- of events is their position. audit.verify_hashes() detects times that were changed afterwards.
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
