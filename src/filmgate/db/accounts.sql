-- name: owner_add
-- Record a new owner.
insert into owners (id, name, created_at) values (:id, :name, :created_at);

-- name: owners_all
-- Every owner, oldest first.
select id, name, created_at from owners order by created_at, id;

-- name: key_add
-- Record a new key; no row when its id is taken.
insert into keys (id, owner_id, secret_hash, label, scopes, engines, caps, webhook, created_at,
    expires_at)
values (:id, :owner_id, :secret_hash, :label, :scopes, :engines, :caps, :webhook, :created_at,
    :expires_at)
on conflict (id) do nothing
returning id;

-- name: keys_lock
-- Make transactions that ask whether there is a key wait for each other.
update counters set value = value where name = 'admission' returning value;

-- name: key_any
-- Whether there is any key, revoked ones included.
select id from keys limit 1;

-- name: key_get
-- One key, revoked or not.
select id, owner_id, secret_hash, label, scopes, engines, caps, created_at, expires_at, revoked_at,
    last_used_at, webhook
from keys where id = :id;

-- name: keys_of
-- Keys of one owner, newest first.
select id, owner_id, secret_hash, label, scopes, engines, caps, created_at, expires_at, revoked_at,
    last_used_at, webhook
from keys where owner_id = :owner_id order by created_at desc, id;

-- name: keys_all
-- Keys of every owner, newest first.
select id, owner_id, secret_hash, label, scopes, engines, caps, created_at, expires_at, revoked_at,
    last_used_at, webhook
from keys order by created_at desc, id;

-- name: key_change
-- Write everything of a key that may change.
update keys set secret_hash = :secret_hash, label = :label, scopes = :scopes, engines = :engines,
    caps = :caps, webhook = :webhook, expires_at = :expires_at, revoked_at = :revoked_at
where id = :id
returning id;

-- name: key_revoke
-- Revoke a key that is not revoked yet.
update keys set revoked_at = :at where id = :id and revoked_at is null returning id;

-- name: key_touch
-- Record when a key was last used; never back in time.
update keys set last_used_at = :at
where id = :id and (last_used_at is null or last_used_at < :at);

-- name: session_add
-- Record a session of the web app, or an invitation to one.
insert into sessions (id, key_id, created_at, expires_at)
values (:id, :key_id, :created_at, :expires_at);

-- name: session_key
-- The key of a session that has not expired.
select keys.id, owner_id, secret_hash, label, scopes, engines, caps, keys.created_at,
    keys.expires_at, revoked_at, last_used_at, webhook
from sessions join keys on keys.id = sessions.key_id
where sessions.id = :id and sessions.expires_at > :at;

-- name: session_end
-- Remove a session or invitation; only one caller gets its row.
delete from sessions where id = :id returning key_id, expires_at;

-- name: sessions_of_key_end
-- Remove every session and invitation of a key.
delete from sessions where key_id = :key_id;

-- name: sessions_expired_end
-- Remove what has expired.
delete from sessions where expires_at <= :at;

-- name: usage_by_day
-- What an owner used, by day since the epoch (UTC); not every SQLite has floor().
select cast(round(at / 86400 - 0.4999999999) as integer) as heading, count(*) as requests,
    sum(case when status = 'failed' then 1 else 0 end) as failures,
    sum(seconds) as seconds, sum(cost_micro) as cost_micro,
    sum(hosted_cost_micro) as hosted_cost_micro
from ledger where owner_id = :owner_id and at >= :since and at < :until
group by heading order by heading;

-- name: usage_by_model
-- What an owner used, by model.
select model_id as heading, count(*) as requests,
    sum(case when status = 'failed' then 1 else 0 end) as failures,
    sum(seconds) as seconds, sum(cost_micro) as cost_micro,
    sum(hosted_cost_micro) as hosted_cost_micro
from ledger where owner_id = :owner_id and at >= :since and at < :until
group by heading order by heading;

-- name: usage_by_engine
-- What an owner used, by engine.
select engine as heading, count(*) as requests,
    sum(case when status = 'failed' then 1 else 0 end) as failures,
    sum(seconds) as seconds, sum(cost_micro) as cost_micro,
    sum(hosted_cost_micro) as hosted_cost_micro
from ledger where owner_id = :owner_id and at >= :since and at < :until
group by heading order by heading;

-- name: usage_by_key
-- What an owner used, by key.
select key_id as heading, count(*) as requests,
    sum(case when status = 'failed' then 1 else 0 end) as failures,
    sum(seconds) as seconds, sum(cost_micro) as cost_micro,
    sum(hosted_cost_micro) as hosted_cost_micro
from ledger where owner_id = :owner_id and at >= :since and at < :until
group by heading order by heading;
