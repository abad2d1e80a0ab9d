-- How much of a user's token bucket is taken: the microseconds until it is full again (take_tokens.sql);
-- no row if nothing was ever taken. append_batch() answers with it, so that clients learn what is left to
-- them without a question. The planner inlines it.
CREATE OR REPLACE FUNCTION public.bucket_full_in(_user_id bigint, _kind text)
RETURNS TABLE (microseconds bigint)
LANGUAGE sql
STABLE
AS $$
    SELECT (extract(epoch FROM b.full_at - clock_timestamp()) * 1000000)::bigint
    FROM public.token_buckets AS b
    WHERE b.user_id = _user_id
      AND b.kind = _kind
    OFFSET 0;
$$;
