-- Whether Postgres knows a time zone by this name of the IANA database, which has old names without a region
-- too. Postgres also takes abbreviations and offsets, which are no zones with a name.
CREATE OR REPLACE FUNCTION public.is_time_zone(_name text)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    PERFORM now() AT TIME ZONE _name;
    RETURN _name ~ '^[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]+)+$'
        OR _name = ANY (
            '{CET,CST6CDT,Cuba,EET,EST,EST5EDT,Egypt,Eire,GB,GB-Eire,GMT,GMT+0,GMT-0,GMT0,Greenwich,HST,
              Hongkong,Iceland,Iran,Israel,Jamaica,Japan,Kwajalein,Libya,MET,MST,MST7MDT,NZ,NZ-CHAT,Navajo,
              PRC,PST8PDT,Poland,Portugal,ROC,ROK,Singapore,Turkey,UCT,UTC,Universal,W-SU,WET,Zulu}'::text[]
        );
EXCEPTION
    WHEN invalid_parameter_value THEN
        RETURN false;
END;
$$;
