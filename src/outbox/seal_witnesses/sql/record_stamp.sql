-- Keeps the time-stamp $4 of the witness $1 for the seal $3, a line of a seals file, up to the position $2. A repeated
-- delivery may bring a second one.
INSERT INTO audit.seal_time_stamps (authority, to_position, seal, reply)
VALUES ($1, $2, $3, $4)
ON CONFLICT (authority, to_position) DO NOTHING
