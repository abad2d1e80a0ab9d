-- A name as check_given_name() takes it (src/domain/given_name.rs): line breaks and control characters become
-- spaces, what changes the direction of writing and other format characters go, and so do joiners that join
-- nothing. NULL if nothing is left that can be seen.
CREATE OR REPLACE FUNCTION public.clean_name(_name text)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    -- Most names.
    IF _name ~ '^[ -~ЁА-яё]*[!-~ЁА-яё][ -~ЁА-яё]*$' COLLATE "C" THEN
        RETURN _name;
    END IF;
    _name := regexp_replace(_name, U&'[\0001-\001F\007F-\009F\2028\2029]+', ' ', 'g');
    _name := regexp_replace(
        _name,
        U&'[\00AD\0600-\0605\061C\06DD\070F\0890\0891\08E2\180E\200B\200E\200F\202A-\202E\2060-\206F\FEFF'
        '\FFF9-\FFFB\+0110BD\+0110CD\+013430-\+01343F\+01BCA0-\+01BCA3\+01D173-\+01D17A\+0E0001-\+0E007F]',
        '', 'g'
    );
    _name := regexp_replace(_name, U&'([\200C\200D])[\200C\200D]+', '\1', 'g');
    _name := regexp_replace(
        _name, U&'(^|[[:space:]!-@[-`{-~])[\200C\200D]|[\200C\200D]($|[[:space:]!-@[-`{-~])', '\1\2', 'g'
    );
    RETURN CASE WHEN _name ~ U&'[^[:space:]\00A0\034F\115F\1160\1680\17B4\17B5\180B-\180F\2000-\200D\202F'
        '\205F\2800\3000\3164\FE00-\FE0F\FFA0\+0E0100-\+0E01EF]' THEN _name END;
END;
$$;
