-- The id of a row of `chat_participants`: it follows from the event with which the user joined, and from
-- their number in its list, so that a rebuild gives the same one. Up to a million users can be in a list.
CREATE OR REPLACE FUNCTION public.participant_id(_position bigint, _ordinal bigint)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN _position * 1000000 + _ordinal;
