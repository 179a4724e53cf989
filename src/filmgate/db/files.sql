-- The statements of files and blobs, one text for SQLite and PostgreSQL.

-- name: file_get
-- One file by its id.
select * from files where id = :id;

-- name: file_insert
-- A new file of an owner.
insert into files (id, owner_id, kind, name, content_type, size_bytes, sha256, blob_key,
                   request_id, facts, created_at, expires_at)
values (:id, :owner_id, :kind, :name, :content_type, :size_bytes, :sha256, :blob_key,
        :request_id, :facts, :now, :expires_at);

-- name: file_find
-- An owner's own upload with this content.
select * from files
where owner_id = :owner_id and sha256 = :sha256 and kind = 'upload' limit 1;

-- name: file_page
-- One page of an owner's uploads, newest first.
select * from files
where owner_id = :owner_id and kind = 'upload' and id < :cursor order by id desc limit :limit;

-- name: file_of_request
-- The files of one request.
select * from files where request_id = :request_id order by id;

-- name: file_delete
-- Remove an upload; files of a request go with their request.
delete from files where id = :id and request_id is null returning blob_key;

-- name: file_delete_of_request
-- Remove the files of a request.
delete from files where request_id = :request_id returning blob_key;

-- name: file_delete_expired
-- Remove files whose time is over.
delete from files where expires_at is not null and expires_at < :now returning blob_key;

-- name: file_keep
-- Give an upload that has an end another one.
update files set expires_at = :expires_at
where id = :id and request_id is null returning id;

-- name: blob_get
-- One blob by its key.
select blob_key, holders from blobs where blob_key = :blob_key /* for update */;

-- name: blob_insert
-- A blob that is about to be stored.
insert into blobs (blob_key, sha256, size_bytes, holders, touched_at)
values (:blob_key, :sha256, :size_bytes, 0, :now);

-- name: blob_touch
-- Keep a sweep away from a blob that is about to be used.
update blobs set touched_at = :now where blob_key = :blob_key;

-- name: blob_hold
-- One more file counts on a blob; no row when it is gone or being removed.
update blobs set holders = holders + 1, touched_at = :now
where blob_key = :blob_key and holders >= 0 returning holders;

-- name: blob_drop
-- One file less counts on a blob.
update blobs set holders = holders - 1, touched_at = :now
where blob_key = :blob_key and holders > 0;

-- name: blob_doom
-- Choose blobs nobody has counted on for a while; from now on nobody can.
update blobs set holders = -1
where holders <= 0 and holders = 0 and touched_at < :now - :fresh_s returning blob_key;

-- name: blob_doom_one
-- Choose one blob, if nobody counts on it.
update blobs set holders = -1 where blob_key = :blob_key and holders <= 0 returning blob_key;

-- name: blob_doomed
-- Blobs whose removal was begun.
select blob_key from blobs where holders <= 0 and holders = -1;

-- name: blob_forget
-- The bytes of a doomed blob are gone.
delete from blobs where blob_key = :blob_key and holders = -1;
