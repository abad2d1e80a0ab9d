-- All differences between the live read model and the replayed one.
SELECT f.finding, f.relation, f.key, f.attribute, f.live, f.derived
FROM audit_replay.findings() AS f
