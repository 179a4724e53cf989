-- Tables of version 1, as they were: never changed any more. Today's are in schema.sql.
-- Times are seconds since the epoch, UTC. Money is integer micro-dollars. Flags are 0 or 1. JSON is text.

-- Values of the server itself: schema_version, secrets.
create table settings (
    name text primary key,
    value text not null
);

-- Counters whose row lock also puts concurrent transactions in order: admission.
create table counters (
    name text primary key,
    value bigint not null
);
-- postgresql: create sequence admission_numbers;

-- Who requests, files and usage belong to.
create table owners (
    id text primary key,
    name text not null,
    created_at double precision not null
);

-- Tokens of an owner; only the SHA-256 of the secret part is kept.
create table keys (
    id text primary key,
    owner_id text not null references owners (id),
    secret_hash text not null,
    label text not null default '',
    scopes text not null default '["read","write"]',
    -- JSON list of engine names; null: every engine that costs nothing
    engines text,
    caps text not null default '{}',
    -- address that is told of the ends of this key's requests, unless they name another
    webhook text,
    created_at double precision not null,
    expires_at double precision,
    revoked_at double precision,
    last_used_at double precision
);
create index keys_by_owner on keys (owner_id, id);

-- Sessions of the web app, by the SHA-256 of the cookie's value.
create table sessions (
    id text primary key,
    key_id text not null references keys (id),
    created_at double precision not null,
    expires_at double precision not null
);

-- One row for each call of a model; what a status call reads. The large parts are in request_inputs.
create table requests (
    id text primary key,
    owner_id text not null,
    key_id text not null,
    model_id text not null,
    engine text not null,
    status text not null,
    -- the fencing token: every write after a claim names it
    attempt integer not null default 0,
    max_attempts integer not null,
    priority integer not null default 0,
    -- place in the order of admission; null: not admitted, so not claimable
    admitted bigint,
    -- not admitted before this time (delay of a retry)
    run_after double precision not null default 0,
    lease_until double precision,
    worker text,
    progress_stage text,
    progress double precision,
    output text,
    error_code text,
    error_message text,
    -- charged; what the engine said it would charge; what the hosted service would charge
    cost_micro bigint not null default 0,
    planned_micro bigint not null default 0,
    hosted_cost_micro bigint not null default 0,
    -- seconds of video that were ordered
    seconds double precision not null default 0,
    -- a paid upstream may have been called, and its id of the work once that is known
    called integer not null default 0,
    handle text,
    doubt_until double precision,
    webhook text,
    -- sequence number of the newest event
    last_seq integer not null default 0,
    created_at double precision not null,
    started_at double precision,
    finished_at double precision,
    deleted_at double precision
);
create index requests_admitted on requests (priority desc, admitted)
    where status = 'in_queue' and admitted is not null;
create index requests_waiting on requests (key_id, priority desc, created_at)
    where status = 'in_queue' and admitted is null;
create index requests_in_flight on requests (key_id)
    where admitted is not null and status in ('in_queue', 'in_progress');
create index requests_leased on requests (lease_until) where status = 'in_progress';
create index requests_in_doubt on requests (doubt_until) where status = 'in_doubt';
create index requests_by_owner on requests (owner_id, id);
create index requests_promised on requests (key_id)
    where planned_micro > 0 and status in ('in_queue', 'in_progress', 'in_doubt');
create index requests_history on requests (model_id, engine, finished_at) where status = 'succeeded';
create index requests_deleted on requests (deleted_at) where deleted_at is not null;

-- The large parts of a request, apart from the row that is read and written all the time.
create table request_inputs (
    request_id text primary key,
    input text not null,
    order_json text not null,
    plan text not null,
    warnings text not null default '[]',
    report text not null default '{}'
);

-- Append-only history, numbered within each request.
create table request_events (
    request_id text not null,
    seq integer not null,
    type text not null,
    at double precision not null,
    data text not null default '{}',
    -- place among all events of the owner, without gaps, in the order of the commits
    owner_id text not null,
    number bigint not null,
    primary key (request_id, seq)
);
create unique index events_by_owner on request_events (owner_id, number);

-- The newest number of each owner's events; its row lock puts concurrent transactions in order.
create table event_numbers (
    owner_id text primary key,
    last_number bigint not null
);

-- An owner's name for a blob. With a request_id it lives and dies with that request.
create table files (
    id text primary key,
    owner_id text not null,
    kind text not null,
    name text not null,
    content_type text not null,
    size_bytes bigint not null,
    sha256 text not null,
    blob_key text not null,
    request_id text,
    facts text not null default '{}',
    created_at double precision not null,
    expires_at double precision
);
create index files_uploads on files (owner_id, id) where kind = 'upload';
create index files_by_content on files (owner_id, sha256) where kind = 'upload';
create index files_by_request on files (request_id) where request_id is not null;
create index files_expiring on files (expires_at) where expires_at is not null;

-- What the artifact store holds, and how many files count on it.
create table blobs (
    blob_key text primary key,
    sha256 text not null,
    size_bytes bigint not null,
    holders integer not null default 0,
    -- last time somebody was about to store or use it; a sweep leaves fresh ones alone
    touched_at double precision not null
);
create index blobs_unused on blobs (holders, touched_at) where holders <= 0;

-- Which request an Idempotency-Key stands for.
create table idempotency (
    owner_id text not null,
    idempotency_key text not null,
    body_hash text not null,
    request_id text not null,
    created_at double precision not null,
    primary key (owner_id, idempotency_key)
);

-- What an owner's webhooks are signed with.
create table webhook_secrets (
    owner_id text primary key,
    secret text not null,
    -- still signed with while a rotation lasts
    old_secret text,
    old_secret_until double precision
);

-- One message to one address, until it is delivered or given up.
create table deliveries (
    id text primary key,
    owner_id text not null,
    request_id text not null,
    seq integer not null,
    url text not null,
    -- null before the first try
    body text,
    tries integer not null default 0,
    -- null: delivered or given up
    next_at double precision,
    last_status integer,
    last_error text,
    created_at double precision not null,
    delivered_at double precision
);
create index deliveries_due on deliveries (next_at) where next_at is not null;
create index deliveries_by_owner on deliveries (owner_id, id);

-- One line for each ended request: what it used and cost. Outlives the request.
create table ledger (
    request_id text primary key,
    owner_id text not null,
    key_id text not null,
    model_id text not null,
    engine text not null,
    status text not null,
    -- seconds of video delivered, and seconds it took
    seconds double precision not null,
    render_s double precision not null,
    cost_micro bigint not null,
    hosted_cost_micro bigint not null,
    at double precision not null
);
create index ledger_by_owner on ledger (owner_id, at);
create index ledger_by_key on ledger (key_id, at);

insert into counters (name, value) values ('admission', 0);
insert into settings (name, value) values ('schema_version', '1');
