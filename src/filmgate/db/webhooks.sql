-- The statements of webhooks, one text for SQLite and PostgreSQL.

-- name: delivery_insert
-- A message about the end of a request.
insert into deliveries (id, owner_id, request_id, seq, url, next_at, created_at)
values (:id, :owner_id, :request_id, :seq, :url, :now, :now)
on conflict (id) do nothing;

-- name: delivery_due
-- Whether a message is waiting to be sent.
select exists (select 1 from deliveries where next_at is not null and next_at <= :now) as due;

-- name: delivery_take
-- Take due messages; whoever dies with one leaves it due again.
update deliveries set next_at = :now + :hold_s, tries = tries + 1
where id in (select id from deliveries where next_at is not null and next_at <= :now
             order by next_at limit :limit /* for update skip locked */)
returning *;

-- name: delivery_body
-- Keep what is sent.
update deliveries set body = :body where id = :id;

-- name: delivery_settle
-- Record an answer, and when to try again.
update deliveries
set last_status = :status, last_error = :error,
    next_at = :now + cast(:again_in_s as double precision),
    delivered_at = case when cast(:is_success as integer) = 1 then :now end
where id = :id;

-- name: delivery_page
-- One page of an owner's messages, newest first.
select * from deliveries
where owner_id = :owner_id and id < :cursor order by id desc limit :limit;

-- name: delivery_replay
-- Make a message due now.
update deliveries set next_at = :now, tries = 0, delivered_at = null
where id = :id and owner_id = :owner_id returning *;

-- name: delivery_sweep
-- Remove messages that are over, of requests that are gone.
delete from deliveries where request_id = :id;

-- name: webhook_secret
-- The secrets of an owner.
select secret, old_secret, old_secret_until from webhook_secrets where owner_id = :owner_id;

-- name: webhook_secret_make
-- The first secret of an owner.
insert into webhook_secrets (owner_id, secret) values (:owner_id, :secret)
on conflict (owner_id) do nothing;

-- name: webhook_secret_rotate
-- A new secret; the present one signs too for a while.
update webhook_secrets
set old_secret = secret, old_secret_until = :now + :keep_s, secret = :secret
where owner_id = :owner_id;
