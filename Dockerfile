# syntax=docker/dockerfile:1
# Two images: `server` (the last stage, hence the default) and `web` (nginx and the client).
# compose.yaml builds both.

FROM rust:1-slim-bookworm AS build
# Builds the allocator, jemalloc. Unpinned: any version does.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Cargo.toml Cargo.lock build.rs ./
# Not compiled, but Cargo requires every target that Cargo.toml names.
COPY benches benches
COPY tests/support tests/support
COPY src src
COPY sql sql
# The words of events, which exports share with the desk.
COPY client/packages/desk/src/audit/eventWords.json client/packages/desk/src/audit/
# The caches outlive the layer: a changed source file recompiles only this crate, a changed
# Cargo.lock only the dependencies that changed.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/build/target,sharing=locked \
    cargo build --release --locked --bin vestnik \
    && install -D target/release/vestnik /out/vestnik


FROM node:24-slim AS client
WORKDIR /build
# Package lists first, so that a changed source file does not reinstall the packages.
COPY client/package.json client/package-lock.json ./
COPY client/packages/sdk/package.json packages/sdk/
COPY client/packages/ui/package.json packages/ui/
COPY client/packages/kit/package.json packages/kit/
COPY client/packages/desk/package.json packages/desk/
COPY client/packages/campus/package.json packages/campus/
COPY client/packages/contracts/package.json packages/contracts/
COPY client/packages/market/package.json packages/market/
COPY client/apps/school/package.json apps/school/
COPY client/apps/campus/package.json apps/campus/
COPY client/apps/shop/package.json apps/shop/
COPY client/testing/package.json testing/
RUN --mount=type=cache,target=/root/.npm,sharing=locked \
    npm ci --no-audit --no-fund
COPY client/tsconfig.base.json ./
COPY client/scripts scripts
COPY client/packages packages
COPY client/apps apps
RUN npm run build --workspace apps/school --workspace packages/market


# A server with `resolve` in an upstream needs nginx 1.27.3 or newer.
FROM nginx:stable-alpine AS web
COPY client/nginx.conf /srv/web/nginx.conf
COPY <<'CONF' /srv/web/site/listen.conf
listen 8080;
CONF

COPY <<'CONF' /srv/web/site/replicas.conf
# One name, many replicas: nginx resolves it repeatedly, so that replicas can be added, removed
# and moved to another address. 127.0.0.11 is the DNS server of Docker's networks.
resolver 127.0.0.11 valid=2s ipv6=off;
server replica:8080 resolve max_fails=3 fail_timeout=1s;
CONF

COPY --from=client /build/apps/school/dist /srv/web/html
# The scripts that a shop's pages load: see docs/realms/market.md.
COPY --from=client /build/packages/market/dist /srv/web/html/static

RUN mkdir /srv/web/run \
    && chown nginx:nginx /srv/web/run \
    && ln -s /dev/stdout /srv/web/access.log
# nginx
USER 101:101
WORKDIR /srv/web
EXPOSE 8080
STOPSIGNAL SIGQUIT
ENTRYPOINT ["nginx", "-p", "/srv/web", "-c", "/srv/web/nginx.conf"]
CMD []


# Without the client: a new version of the client replaces `web` only, and ends no stream.
FROM debian:bookworm-slim AS server
# Unpinned: the package contains only current certificates.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin vestnik \
    && install --directory --owner=10001 --group=10001 --mode=0700 /attachments
COPY --from=build /out/vestnik /usr/local/bin/vestnik
USER 10001:10001
WORKDIR /
# All addresses of the container; the published ports decide what is reachable.
ENV LISTEN_ADDR=0.0.0.0:8080 \
    LOG_FORMAT=json
EXPOSE 8080
ENTRYPOINT ["vestnik"]
