-- What people at psql use to look into the log and to prove it: routines in ../audit/.
CREATE SCHEMA audit;
