-- Realms, users and lessons: tables that other systems may write with plain SQL. Triggers in
-- ../users/ and ../lessons/ enforce their rules.

-- Ids of users who are inserted without one: a numeric subject of a token may name those of the
-- first sequence, but not those of the second (guests, and users with an `external_id`). They stay
-- below 2^53, which JavaScript represents exactly. The first has the name that a `serial` column would
-- give it, so that the end of a `pg_dump --data-only` of a school's own table sets it.
CREATE SEQUENCE public.users_id_seq MAXVALUE 4503599627370495;
CREATE SEQUENCE public.external_user_ids MINVALUE 4503599627370496 MAXVALUE 9007199254740991;

-- The realms and their policies, as `vestnik migrate` read them from their files
-- (src/contracts/*/policy.toml and REALMS_DIR). A realm is never deleted: the log may have events of it.
-- SQL reads a policy with the generated functions realm_<policy>(realm): realms/realm_policies.sql.
CREATE TABLE public.realms (
    realm            text        PRIMARY KEY CHECK (realm ~ '^[a-z][a-z0-9-]{1,31}$'),
    -- `RealmPolicy` (src/domain/policy.rs) as JSON. A server whose files differ from it does not start.
    policy           jsonb       NOT NULL,
    -- Since when the realm has no file: its chats stay in the log and are served no more.
    retired_at       timestamptz,
    -- Guests belong to this realm, and to no other.
    has_guests       boolean     NOT NULL GENERATED ALWAYS AS ((policy ->> 'has_guests')::boolean) STORED,
    -- Users know only users of their own company.
    splits_companies boolean     NOT NULL
                                 GENERATED ALWAYS AS ((policy ->> 'splits_companies')::boolean) STORED,
    -- The lessons in `lessons` are of this realm; completing one creates a chat.
    has_lessons      boolean     NOT NULL GENERATED ALWAYS AS ((policy ->> 'has_lessons')::boolean) STORED,
    -- Groups are school classes: teachers and admins make them.
    has_classes      boolean     NOT NULL GENERATED ALWAYS AS ((policy ->> 'has_classes')::boolean) STORED,
    -- The most members of a group, its maker included.
    max_members      integer     NOT NULL GENERATED ALWAYS AS ((policy ->> 'max_members')::integer) STORED,
    -- A blocked user does not learn of the block: they may create a chat with the user who blocks
    -- them, which is listed for the other user only from its first message on.
    hides_blocks     boolean     NOT NULL GENERATED ALWAYS AS ((policy ->> 'hides_blocks')::boolean) STORED,
    -- Streams show which messages a read mark newly covers, and histories when each was read.
    has_read_times   boolean     NOT NULL
                                 GENERATED ALWAYS AS ((policy ->> 'has_read_times')::boolean) STORED,
    -- Streams show no deletions: a deleted message is delivered without its text.
    blanks_deleted   boolean     NOT NULL
                                 GENERATED ALWAYS AS ((policy ->> 'blanks_deleted')::boolean) STORED,
    -- Its admins or moderators have a desk, whose figures are counted: desk/count_for_desk.sql.
    has_desk         boolean     NOT NULL GENERATED ALWAYS AS ((policy ->> 'has_desk')::boolean) STORED
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
    -- Assigned if it is omitted: users/assign_user_id.sql.
    id          bigint      PRIMARY KEY CHECK (id BETWEEN 1 AND 9007199254740991),
    -- The subject of a token that is not a number (see AUTH_PROVISION).
    external_id text        UNIQUE CHECK (char_length(external_id) BETWEEN 1 AND 255),
    email       text        UNIQUE CHECK (char_length(email) BETWEEN 1 AND 255),
    -- The name that other users see, never an e-mail address; NULL: they see the id.
    name        text        CHECK (char_length(name) BETWEEN 1 AND 255),
    role        text        NOT NULL DEFAULT 'member'
                            CHECK (role IN ('student', 'teacher', 'admin', 'member', 'moderator',
                                            'guest', 'service')),
    company_id  bigint,
    -- When the token was issued from which the name, the e-mail address and the company were taken over;
    -- NULL: from none (users/take_over_claims.sql).
    claims_at   timestamptz,
    -- The realms this user belongs to; NULL: every realm that is served.
    realms      text[]      CHECK (realms IS NULL OR public.are_realms(realms)),
    -- The realm whose API key made this person, while that realm alone is theirs; NULL: no key did.
    -- users/release_from_key.sql ends it.
    key_realm   text        CHECK (public.is_realm(key_realm)),
    -- A deactivated user cannot sign in and belongs to no realm: auth/deactivate_user.sql.
    deactivated_at timestamptz,
    -- `realms` before that.
    former_realms  text[],
    created_at  timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- A picture on another server, which the people's own application names; NULL: none.
    avatar_url  text        CHECK (avatar_url ~ '^https://' AND char_length(avatar_url) <= 2000)
);

-- The e-mail address is case-insensitive at sign-in.
CREATE UNIQUE INDEX users_email_folded ON public.users (lower(email));

-- The list of those who were deactivated.
CREATE INDEX users_deactivated ON public.users (deactivated_at, id) WHERE deactivated_at IS NOT NULL;

-- The ends of each name, from every letter on: a search for a part of a name reads the rows that
-- begin with it, in the order of this key, and no more than its page. users/name_suffixes.sql says
-- which rows a user has; users/index_names.sql maintains them. Guests have none.
CREATE TABLE public.name_suffixes (
    -- '*': the user belongs to every realm.
    realm   text   NOT NULL,
    suffix  text   COLLATE "C" NOT NULL,
    user_id bigint NOT NULL,
    PRIMARY KEY (realm, suffix, user_id)
);

-- Separate from `users`, so that a role that may read users cannot read hashes.
CREATE TABLE public.credentials (
    user_id       bigint PRIMARY KEY REFERENCES public.users (id) ON DELETE CASCADE,
    password_hash text   NOT NULL
);

-- Guests who were brought from another application (src/audit/adopt): the first browser that has their UUID gets
-- their token.
CREATE TABLE public.unclaimed_guests (
    user_id bigint PRIMARY KEY REFERENCES public.users (id) ON DELETE CASCADE
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
    -- Whether it was booked through the server, which books the same lesson once. Other systems
    -- write lessons by their own rules.
    is_booked    boolean     NOT NULL DEFAULT false,
    subject      text        CHECK (char_length(subject) BETWEEN 1 AND 200),
    duration_minutes integer NOT NULL DEFAULT 60 CHECK (duration_minutes BETWEEN 5 AND 480),
    -- Common to the lessons that were scheduled together by a repetition.
    series_id    uuid
);

-- Concurrent requests book a lesson once.
CREATE UNIQUE INDEX lessons_booked_once ON public.lessons (teacher_id, student_id, scheduled_at)
    WHERE is_booked AND status <> 'cancelled';

CREATE INDEX lessons_teacher ON public.lessons (teacher_id, id);
CREATE INDEX lessons_student ON public.lessons (student_id, id);

-- Finds the lessons at a time: lessons/lesson_conflicts.sql.
CREATE INDEX lessons_teacher_times ON public.lessons (teacher_id, scheduled_at)
    WHERE status = 'scheduled';
CREATE INDEX lessons_student_times ON public.lessons (student_id, scheduled_at)
    WHERE status = 'scheduled';
CREATE INDEX lessons_series ON public.lessons (series_id, scheduled_at) WHERE series_id IS NOT NULL;
