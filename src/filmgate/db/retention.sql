-- The statements of retention, one text for SQLite and PostgreSQL.

-- name: kept_requests
-- Requests after one and before another, oldest first, with when they ended.
select id, finished_at from requests where id > :after and id < :until order by id limit :limit;

-- name: drop_files
-- Remove the files of one kind of an ended request.
delete from files where request_id = :request_id and kind = :kind
    and exists (select 1 from requests r
                where r.id = :request_id and r.status in ('succeeded', 'failed', 'cancelled'))
returning blob_key;

-- name: drop_progress
-- Remove the notes of progress of an ended request; what it went through stays.
delete from request_events where request_id = :request_id and type in ('progress', 'stage')
    and exists (select 1 from requests r
                where r.id = :request_id and r.status in ('succeeded', 'failed', 'cancelled'))
returning seq;

-- name: drop_request
-- Remove the row of an ended request for good.
delete from requests where id = :id and status in ('succeeded', 'failed', 'cancelled')
returning id;

-- name: drop_deliveries
-- Remove messages that are over, the oldest first.
delete from deliveries where id in (
    select id from deliveries where id < :until and next_at is null and created_at < :before
    order by id limit :limit)
returning id;

-- name: blob_page
-- Every blob in the order of its key, a page at a time.
select blob_key, size_bytes, holders from blobs
where blob_key > :after order by blob_key limit :limit;

-- name: blob_adopt
-- Give stored bytes that no row knows a row which is chosen for removal.
insert into blobs (blob_key, sha256, size_bytes, holders, touched_at)
values (:blob_key, '', :size_bytes, -1, :now)
on conflict (blob_key) do nothing returning blob_key;

-- name: blob_users
-- Files that count on a blob.
select id, request_id, kind from files where blob_key = :blob_key order by id limit 10;

-- name: scan_begin
-- Be the one process that looks through the store this time.
update settings set value = cast(:now as text)
where name = 'orphan_scan' and cast(value as double precision) < :now - :every_s returning name;

-- name: scan_first
-- The first time that anybody looks through the store.
insert into settings (name, value) values ('orphan_scan', cast(:now as text))
on conflict (name) do nothing returning name;
