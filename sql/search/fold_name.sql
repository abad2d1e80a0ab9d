-- A name for comparison: folded as every text, with one kind of space, apostrophe and hyphen, and one
-- space in place of several.
CREATE OR REPLACE FUNCTION public.fold_name(_name text)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN translate(
        regexp_replace(
            public.fold_text(_name),
            U&'[\0009-\000D\0020\0085\00A0\1680\2000-\200A\2028\2029\202F\205F\3000]+',
            ' ',
            'g'
        ),
        U&'\2018\2019\02B9\02BC\02BB\0060\00B4\2032\FF07\2010\2011\2012\2013\2212',
        repeat('''', 9) || '-----'
    );
END;
$$;
