-- The statements of requests, one text for SQLite and PostgreSQL. `:now` is the database's time.
-- A comment "for update" becomes a row lock where rows are locked (PostgreSQL). postgres.sql has the
-- few statements that PostgreSQL needs in other words.

-- name: request_get
-- One request by its id; the statement behind every status call.
select id, owner_id, key_id, model_id, engine, status, attempt, max_attempts, priority,
       progress_stage, progress, output, error_code, error_message, cost_micro,
       hosted_cost_micro, created_at, started_at, finished_at
from requests where id = :id and deleted_at is null;

-- name: request_replay
-- The request that an idempotency key stands for, deleted or not.
select * from requests where id = :id;

-- name: request_detail
-- The large parts of one request.
select input, order_json, plan, warnings, report from request_inputs where request_id = :id;

-- name: request_page
-- One page of an owner's requests, newest first; a filter that is null does not filter.
select r.id, r.owner_id, r.key_id, r.model_id, r.engine, r.status, r.attempt, r.max_attempts,
       r.priority, r.progress_stage, r.progress, r.output, r.error_code, r.error_message,
       r.cost_micro, r.hosted_cost_micro, r.created_at, r.started_at, r.finished_at
from requests r
where r.owner_id = :owner_id and r.deleted_at is null and r.id < :cursor
  and (cast(:model_id as text) is null or r.model_id = :model_id)
  and (cast(:statuses as text) is null
       or replace(:statuses, ',' || r.status || ',', '') <> :statuses)
  and (cast(:created_after as double precision) is null or r.created_at >= :created_after)
  and (cast(:created_before as double precision) is null or r.created_at < :created_before)
  and (cast(:pattern as text) is null
       or lower(r.model_id) like :pattern escape '\' or lower(r.id) like :pattern escape '\'
       or exists (select 1 from request_inputs i
                  where i.request_id = r.id and lower(i.input) like :pattern escape '\'))
order by r.id desc limit :limit;

-- name: request_count
-- How many requests of an owner pass a filter; no more than :limit are counted.
select count(*) as found from (
select 1 as one
from requests r
where r.owner_id = :owner_id and r.deleted_at is null
  and (cast(:model_id as text) is null or r.model_id = :model_id)
  and (cast(:statuses as text) is null
       or replace(:statuses, ',' || r.status || ',', '') <> :statuses)
  and (cast(:created_after as double precision) is null or r.created_at >= :created_after)
  and (cast(:created_before as double precision) is null or r.created_at < :created_before)
  and (cast(:pattern as text) is null
       or lower(r.model_id) like :pattern escape '\' or lower(r.id) like :pattern escape '\'
       or exists (select 1 from request_inputs i
                  where i.request_id = r.id and lower(i.input) like :pattern escape '\'))
limit :limit) as counted;

-- name: request_insert
-- A new request, not admitted yet.
insert into requests (id, owner_id, key_id, model_id, engine, status, max_attempts, priority,
                      planned_micro, hosted_cost_micro, seconds, webhook, last_seq, created_at)
values (:id, :owner_id, :key_id, :model_id, :engine, 'in_queue', :max_attempts, :priority,
        :planned_micro, :hosted_cost_micro, :seconds, :webhook, :last_seq, :now)
returning id, created_at;

-- name: request_insert_all
-- New requests, not admitted yet; :rows is a JSON list of their columns.
insert into requests (id, owner_id, key_id, model_id, engine, status, max_attempts, priority,
                      planned_micro, hosted_cost_micro, seconds, webhook, last_seq, created_at)
select json_extract(value, '$.id'), json_extract(value, '$.owner_id'),
       json_extract(value, '$.key_id'), json_extract(value, '$.model_id'),
       json_extract(value, '$.engine'), 'in_queue', json_extract(value, '$.max_attempts'),
       json_extract(value, '$.priority'), json_extract(value, '$.planned_micro'),
       json_extract(value, '$.hosted_cost_micro'), json_extract(value, '$.seconds'),
       json_extract(value, '$.webhook'), json_extract(value, '$.last_seq'), :now
from json_each(:rows)
returning id, created_at;

-- name: request_input_insert
-- The large parts of a new request.
insert into request_inputs (request_id, input, order_json, plan, warnings, report)
values (:request_id, :input, :order_json, :plan, :warnings, :report);

-- name: request_input_insert_all
-- The large parts of new requests; :rows is a JSON list of their columns.
insert into request_inputs (request_id, input, order_json, plan, warnings, report)
select json_extract(value, '$.request_id'), json_extract(value, '$.input'),
       json_extract(value, '$.order_json'), json_extract(value, '$.plan'),
       json_extract(value, '$.warnings'), json_extract(value, '$.report')
from json_each(:rows);

-- name: event_insert
-- One line of a request's history.
insert into request_events (request_id, seq, type, at, data, owner_id, number)
values (:request_id, :seq, :type, :now, :data, :owner_id, :number);

-- name: event_insert_all
-- Lines of the history of an owner's requests; :rows is a JSON list of their columns.
insert into request_events (request_id, seq, type, at, data, owner_id, number)
select json_extract(value, '$.request_id'), json_extract(value, '$.seq'),
       json_extract(value, '$.type'), :now, json_extract(value, '$.data'),
       json_extract(value, '$.owner_id'), json_extract(value, '$.number')
from json_each(:rows);

-- name: event_number
-- Draw the next numbers of an owner's events; the answer is the last of them.
insert into event_numbers (owner_id, last_number) values (:owner_id, :count)
on conflict (owner_id) do update set last_number = event_numbers.last_number + excluded.last_number
returning last_number;

-- name: event_last
-- The newest number of an owner's events.
select last_number from event_numbers where owner_id = :owner_id;

-- name: event_of_owner
-- Events of all requests of an owner after a number, in order.
select request_id, seq, type, at, data, number from request_events
where owner_id = :owner_id and number > :after order by number limit :limit;

-- name: event_list
-- The history of a request after a sequence number, in order.
select seq, type, at, data, number from request_events
where request_id = :request_id and seq > :after order by seq limit :limit;

-- name: idempotency_get
-- What an idempotency key of an owner stands for.
select request_id, body_hash from idempotency
where owner_id = :owner_id and idempotency_key = :idempotency_key;

-- name: idempotency_find
-- What idempotency keys of an owner, a JSON list, stand for.
select idempotency_key, request_id, body_hash from idempotency
where owner_id = :owner_id and idempotency_key in (select value from json_each(:idempotency_keys));

-- name: idempotency_insert
-- Tie an idempotency key to its request.
insert into idempotency (owner_id, idempotency_key, body_hash, request_id, created_at)
values (:owner_id, :idempotency_key, :body_hash, :request_id, :now);

-- name: idempotency_insert_all
-- Tie idempotency keys to their requests; :rows is a JSON list of the columns.
insert into idempotency (owner_id, idempotency_key, body_hash, request_id, created_at)
select json_extract(value, '$.owner_id'), json_extract(value, '$.idempotency_key'),
       json_extract(value, '$.body_hash'), json_extract(value, '$.request_id'), :now
from json_each(:rows);

-- name: key_queued
-- How many requests of a key wait, counted up to a limit.
select (select count(*) from (
          select 1 from requests
          where key_id = :key_id and status = 'in_queue' and admitted is null limit :limit) w)
     + (select count(*) from requests
        where key_id = :key_id and admitted is not null
          and status in ('in_queue', 'in_progress') and status = 'in_queue') as queued;

-- name: key_spent
-- What a key was charged since a time, and what its open requests may still be charged.
select (select coalesce(sum(cost_micro), 0) from ledger where key_id = :key_id and at >= :since)
       as charged,
       (select coalesce(sum(planned_micro), 0) from requests
        where key_id = :key_id and planned_micro > 0
          and status in ('in_queue', 'in_progress', 'in_doubt')) as promised;

-- name: admission_lock
-- Let one transaction at a time admit for a key, so that its cap is exact; SQLite has one writer.
select 1 as held;

-- name: admission_number
-- Draw the next numbers in the order of admission; the answer is the last of them.
update counters set value = value + :count where name = 'admission' returning value;

-- name: admission_busy
-- How many requests of a key are admitted and not ended.
select count(*) as busy from requests
where key_id = :key_id and admitted is not null and status in ('in_queue', 'in_progress');

-- name: admission_next
-- The next requests of a key to be admitted. No delay is longer than a minute: one that seems to
-- be was given before the clock was set back.
select id, priority, created_at, engine from requests
where key_id = :key_id and status = 'in_queue' and admitted is null and (run_after <= :now or run_after > :now + 120)
order by priority desc, created_at, id limit :limit /* for update skip locked */;

-- name: admission_keys
-- Keys with something to admit, and their caps.
select w.key_id, k.caps from (
    select distinct key_id from requests
    where status = 'in_queue' and admitted is null and (run_after <= :now or run_after > :now + 120)) w
left join keys k on k.id = w.key_id order by w.key_id;

-- name: admission_caps
-- The caps of one key, as JSON.
select caps from keys where id = :key_id;

-- name: admit
-- Make a request claimable, with its number in the order of admission.
update requests set admitted = :number where id = :id and status = 'in_queue';

-- name: queue_admitted
-- Claimable requests in the order in which they are to be taken.
select id, priority from requests
where status = 'in_queue' and admitted is not null order by priority desc, admitted limit :limit;

-- name: queue_waiting
-- Requests that wait for their admission.
select id, key_id, priority, created_at from requests
where status = 'in_queue' and admitted is null
order by priority desc, created_at, id limit :limit;

-- name: request_claim
-- Take an admitted request: the next attempt begins, with a lease.
update requests
set status = 'in_progress', attempt = attempt + 1, worker = :worker,
    lease_until = :now + :lease_s, started_at = coalesce(started_at, :now),
    progress = null, progress_stage = null, last_seq = last_seq + 1
where id = :id and status = 'in_queue' and admitted is not null and deleted_at is null
returning *;

-- name: held_extend
-- Extend the lease of a held attempt.
update requests set lease_until = :now + :lease_s
where id = :id and attempt = :attempt and status = 'in_progress'
returning progress_stage;

-- name: held_progress
-- Note how far a held attempt is; the fraction of an attempt never falls.
update requests
set progress_stage = :stage, last_seq = last_seq + 1,
    progress = case when progress is null or progress < :fraction then :fraction else progress end
where id = :id and attempt = :attempt and status = 'in_progress'
returning last_seq, progress, owner_id;

-- name: held_touch
-- Make sure that an attempt holds its request while other tables are written.
update requests set attempt = attempt
where id = :id and attempt = :attempt and status = 'in_progress' returning id;

-- name: held_event
-- Draw the next sequence number for an event of a held attempt.
update requests set last_seq = last_seq + 1
where id = :id and attempt = :attempt and status = 'in_progress'
returning last_seq, owner_id;

-- name: held_call
-- Note that a paid upstream is about to be called.
update requests set called = 1
where id = :id and attempt = :attempt and status = 'in_progress' returning id;

-- name: held_handle
-- Keep the upstream's id of the work.
update requests set called = 1, handle = :handle
where id = :id and attempt = :attempt and status = 'in_progress' returning id;

-- name: held_finish
-- End a held attempt.
update requests
set status = :status, output = :output, error_code = :error_code,
    error_message = :error_message, cost_micro = :cost_micro, finished_at = :now,
    lease_until = null, last_seq = last_seq + :events,
    progress = case when cast(:is_success as integer) = 1 then 1.0 else progress end
where id = :id and attempt = :attempt and status = 'in_progress'
returning *;

-- name: held_retry
-- Put a held request back behind the others, not before a delay has passed.
update requests
set status = 'in_queue', admitted = null, run_after = :now + :delay_s, lease_until = null,
    called = case when handle is null then 0 else called end, last_seq = last_seq + 1
where id = :id and attempt = :attempt and status = 'in_progress' and attempt < max_attempts
returning *;

-- name: held_release
-- Hand a held request back to the front of the queue without counting the attempt.
update requests
set status = 'in_queue', max_attempts = max_attempts + 1, lease_until = null,
    last_seq = last_seq + 1
where id = :id and attempt = :attempt and status = 'in_progress'
returning *;

-- name: held_doubt
-- Stop a held request whose paid upstream may have accepted the work.
update requests
set status = 'in_doubt', doubt_until = :now + :doubt_s, lease_until = null,
    error_code = 'in_doubt', error_message = :message, last_seq = last_seq + 1
where id = :id and attempt = :attempt and status = 'in_progress'
returning *;

-- name: held_requeue
-- Put a request whose worker is lost back where it was in the order of admission.
update requests
set status = 'in_queue', lease_until = null, last_seq = last_seq + 1
where id = :id and attempt = :attempt and status = 'in_progress'
returning *;

-- name: report_update
-- Keep the report of how a request ended.
update request_inputs set report = :report where request_id = :request_id;

-- name: order_update
-- Keep the order and plan of a held request once its deferred media are known.
update request_inputs set input = :input, order_json = :order_json, plan = :plan
where request_id = :request_id;

-- name: request_status
-- The bare facts a cancellation decides on.
select status, attempt from requests where id = :id and deleted_at is null /* for update */;

-- name: request_cancel
-- End a queued or running request as cancelled, whoever holds it.
update requests
set status = 'cancelled', finished_at = :now, lease_until = null, last_seq = last_seq + 1
where id = :id and status = :before and deleted_at is null
returning *;

-- name: doubt_end
-- Settle a request in doubt: back to the queue, or failed.
update requests
set status = :status, called = 0, handle = :handle, doubt_until = null, admitted = null,
    run_after = 0, max_attempts = max_attempts + 1, last_seq = last_seq + 1,
    finished_at = case when cast(:is_final as integer) = 1 then :now end,
    error_code = :error_code, error_message = :error_message
where id = :id and status = 'in_doubt'
returning *;

-- name: doubt_expired
-- Requests whose doubt has lasted too long.
select id from requests where status = 'in_doubt' and doubt_until < :now;

-- name: lease_expired
-- Running requests that gave no sign of life in time, or whose lease is longer than any: it was
-- given before the clock was set back.
select id, lease_until < :now as is_over from requests
where status = 'in_progress' and (lease_until < :now or lease_until > :now + 3600);

-- name: lease_expired_one
-- A running request, if it gave no sign of life in time.
select * from requests where id = :id and status = 'in_progress'
    and (lease_until < :now or lease_until > :now + 3600)
/* for update */;

-- name: lease_all
-- Every running request.
select * from requests where status = 'in_progress';

-- name: reap_due
-- Whether a pass of the reaper has anything to do.
select exists (select 1 from requests where status = 'in_progress'
                   and (lease_until < :now or lease_until > :now + 3600))
    or exists (select 1 from requests where status = 'in_doubt' and doubt_until < :now)
    or exists (select 1 from requests
               where status = 'in_queue' and admitted is null and (run_after <= :now or run_after > :now + 120)) as due;

-- name: ledger_insert
-- The one line of an ended request.
insert into ledger (request_id, owner_id, key_id, model_id, engine, status, seconds, render_s,
                    cost_micro, hosted_cost_micro, at)
values (:request_id, :owner_id, :key_id, :model_id, :engine, :status, :seconds, :render_s,
        :cost_micro, :hosted_cost_micro, :now);

-- name: history
-- How long the newest successes of a model on an engine took, their seconds of video, their plans.
select finished_at - started_at as took_s, seconds, plan
from requests r left join request_inputs i on i.request_id = r.id
where model_id = :model_id and engine = :engine and status = 'succeeded'
order by finished_at desc limit :limit;

-- name: request_delete
-- Delete an ended request softly.
update requests set deleted_at = :now
where id = :id and deleted_at is null and status in ('succeeded', 'failed', 'cancelled')
returning owner_id;

-- name: request_restore
-- Undo a soft delete while the rows are still there.
update requests set deleted_at = null
where id = :id and owner_id = :owner_id and deleted_at is not null returning id;

-- name: sweep_due
-- Requests deleted before a time.
select id from requests where deleted_at is not null and deleted_at < :before
order by deleted_at limit :limit;

-- name: sweep_request
-- Remove the row of a request for good, unless its deletion was undone.
delete from requests where id = :id and deleted_at is not null returning id;

-- name: sweep_inputs
-- Remove the large parts of a request.
delete from request_inputs where request_id = :id;

-- name: sweep_events
-- Remove the history of a request.
delete from request_events where request_id = :id;

-- name: sweep_idempotency
-- Free the idempotency keys of a request.
delete from idempotency where request_id = :id;

-- name: overview_waiting
-- How many requests may be taken, and how many may not yet, with the oldest of each.
select count(*) as waiting, min(created_at) as oldest_at
from requests where status = 'in_queue' and admitted is not null
union all
select count(*), min(created_at)
from requests where status = 'in_queue' and admitted is null;

-- name: overview_counts
-- How many requests are held by workers, and how many are in doubt.
select
    (select count(*) from requests where status = 'in_progress') as in_progress,
    (select count(*) from requests where status = 'in_doubt') as in_doubt;

-- name: overview_admitted
-- The requests that are taken next.
select id, owner_id, model_id, engine, created_at
from requests where status = 'in_queue' and admitted is not null
order by priority desc, admitted limit :limit;

-- name: overview_held_back
-- Requests that may not be taken yet, the oldest first.
select id, owner_id, model_id, engine, created_at
from requests where status = 'in_queue' and admitted is null
order by created_at limit :limit;

-- name: overview_running
-- What workers hold, the oldest first.
select id, owner_id, model_id, engine, attempt, worker, started_at, lease_until, progress_stage,
    progress
from requests where status = 'in_progress'
order by started_at, id limit :limit;
