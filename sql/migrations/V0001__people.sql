-- Ordinary tables: a school's own system may write them with plain SQL.
-- The rules that guard them are triggers in ../users/ and ../lessons/.

-- Ids of users who are inserted without one: of those whom a numeric subject of a token may
-- name, and of those whom it never may (guests, and users with an `external_id`). They stay
-- below 2^53, so that JavaScript keeps them exact.
CREATE SEQUENCE public.user_numbers MAXVALUE 4503599627370495;
CREATE SEQUENCE public.external_user_ids MINVALUE 4503599627370496 MAXVALUE 9007199254740991;

-- The realms and their policies: `RealmPolicy` (src/domain/policy.rs) of each realm that the server
-- knows, written by `vestnik migrate`. A realm is never deleted: the log may have events of it.
-- SQL asks the generated functions realm_<policy>(realm): realms/realm_policies.sql.
CREATE TABLE public.realms (
    realm            text    PRIMARY KEY CHECK (realm ~ '^[a-z]{1,15}$'),
    -- Guests belong to this realm, and to no other.
    has_guests       boolean NOT NULL,
    -- Users know only users of their own company.
    splits_companies boolean NOT NULL,
    -- The lessons in `lessons` are of this realm; completing one creates a chat.
    has_lessons      boolean NOT NULL,
    -- A blocked user may create a chat with the user who blocks them, so as not to learn of it: the
    -- chat is shown to the other side only from its first message on.
    hides_blocks     boolean NOT NULL,
    -- Streams tell which messages a read mark newly covers, and histories when each was read.
    has_read_times   boolean NOT NULL,
    -- Streams tell of no deletion: a deleted message is delivered without its text.
    blanks_deleted   boolean NOT NULL,
    -- Messages to users who are offline are sent to WEBHOOK_URL.
    sends_webhooks   boolean NOT NULL
);

-- Only one realm can have the one table of lessons.
CREATE UNIQUE INDEX realms_with_lessons ON public.realms (has_lessons) WHERE has_lessons;

-- For the CHECK constraints of users and events until realms/ replaces them.
CREATE FUNCTION public.is_realm(_realm text)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$ BEGIN RETURN false; END $$;

CREATE FUNCTION public.are_realms(_realms text[])
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$ BEGIN RETURN false; END $$;

CREATE TABLE public.users (
    -- Filled in where it is left out: users/assign_user_id.sql.
    id          bigint      PRIMARY KEY CHECK (id BETWEEN 1 AND 9007199254740991),
    -- The subject of a token that is not a number (see AUTH_PROVISION).
    external_id text        UNIQUE CHECK (char_length(external_id) BETWEEN 1 AND 255),
    email       text        UNIQUE CHECK (char_length(email) BETWEEN 1 AND 255),
    -- The name others see; NULL: they see the id. Never an e-mail address.
    name        text        CHECK (char_length(name) BETWEEN 1 AND 255),
    role        text        NOT NULL DEFAULT 'member'
                            CHECK (role IN ('student', 'teacher', 'admin', 'member', 'moderator',
                                            'guest')),
    company_id  bigint,
    -- The realms this user belongs to; NULL: every realm that is served.
    realms      text[]      CHECK (realms IS NULL OR public.are_realms(realms)),
    created_at  timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now())
);

-- Case does not matter in the address at sign-in.
CREATE UNIQUE INDEX users_email_folded ON public.users (lower(email));

-- All runs of one, two or three characters of a text, for searching. Unlike pg_trgm it has the
-- short ones too, and letters in every locale.
CREATE FUNCTION public.grams_of(_text text)
RETURNS text[]
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT coalesce(array_agg(DISTINCT substr(folded.text, place, size)), '{}')
    FROM (SELECT lower(_text) AS text) AS folded
    CROSS JOIN LATERAL generate_series(1, char_length(folded.text)) AS place
    CROSS JOIN LATERAL generate_series(1, least(3, char_length(folded.text) - place + 1)) AS size;
$$;

-- The longest grams of a search text: a text that contains it has all of them.
CREATE FUNCTION public.needle_grams(_text text)
RETURNS text[]
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT ARRAY(
        SELECT DISTINCT substr(folded.text, place, 3)
        FROM (SELECT lower(_text) AS text) AS folded
        CROSS JOIN LATERAL generate_series(1, greatest(1, char_length(folded.text) - 2)) AS place
        LIMIT 32
    );
$$;

-- Users are searched by a part of their name. Each search reads the pending list, so that is kept
-- short (in kB).
CREATE INDEX users_grams ON public.users
    USING gin (public.grams_of(name)) WITH (gin_pending_list_limit = 256);

-- Apart from `users`, so that a role that reads users does not read hashes.
CREATE TABLE public.credentials (
    user_id       bigint PRIMARY KEY REFERENCES public.users (id) ON DELETE CASCADE,
    password_hash text   NOT NULL
);

-- A lesson outlives its users: deleting one leaves NULL.
CREATE TABLE public.lessons (
    id           bigint      GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    teacher_id   bigint      REFERENCES public.users (id) ON DELETE SET NULL,
    student_id   bigint      REFERENCES public.users (id) ON DELETE SET NULL,
    scheduled_at timestamptz NOT NULL,
    status       text        NOT NULL DEFAULT 'scheduled'
                             CHECK (status IN ('scheduled', 'completed', 'cancelled')),
    completed_at timestamptz,
    created_at   timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- Booked through the server, which takes the same lesson once. A school's own system
    -- writes lessons by its own rules.
    is_booked    boolean     NOT NULL DEFAULT false
);

-- Two requests at the same moment book one lesson.
CREATE UNIQUE INDEX lessons_booked_once ON public.lessons (teacher_id, student_id, scheduled_at)
    WHERE is_booked AND status <> 'cancelled';

CREATE INDEX lessons_teacher ON public.lessons (teacher_id, id);
CREATE INDEX lessons_student ON public.lessons (student_id, id);
