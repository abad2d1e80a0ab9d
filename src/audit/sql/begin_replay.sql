-- Starts a replay in this session; a larger buffer keeps its temporary tables off the disk.
SET temp_buffers = '64MB';
SET client_min_messages = warning;
SELECT audit_replay.begin();
