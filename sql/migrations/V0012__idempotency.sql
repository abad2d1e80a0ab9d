-- Requests with an `Idempotency-Key` that have made something within a day, or are about to. Of a request
-- there is a hash, and of what it made the id: neither texts nor secrets.
CREATE TABLE public.idempotency_keys (
    user_id      bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    realm        text        NOT NULL,
    -- The name of the operation in the OpenAPI document.
    operation    text        NOT NULL,
    key          uuid        NOT NULL,
    -- Who makes it: the first request, or the one that took over from one that was abandoned.
    attempt      uuid        NOT NULL,
    claimed_at   timestamptz NOT NULL,
    -- Until when it is being made; NULL: it is made.
    leased_until timestamptz,
    -- SHA-256; NULL while the body arrives.
    request_hash bytea       CHECK (length(request_hash) = 32),
    -- The chat, file or message that was made or concerned.
    made_id      bigint,
    PRIMARY KEY (user_id, realm, operation, key),
    CHECK (leased_until IS NOT NULL OR (request_hash IS NOT NULL AND made_id IS NOT NULL))
);

CREATE INDEX idempotency_keys_user ON public.idempotency_keys (user_id, claimed_at);
CREATE INDEX idempotency_keys_age ON public.idempotency_keys (claimed_at);
