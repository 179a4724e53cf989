-- Statements that PostgreSQL needs in other words than SQLite.

-- name: admission_lock
-- Let one transaction at a time admit for a key, so that its cap is exact.
select true as held from pg_advisory_xact_lock(hashtextextended(:key_id, 1));

-- name: admission_number
-- Draw the next numbers in the order of admission, without waiting for others who do.
select max(number) as value from (
    select nextval('admission_numbers') as number from generate_series(1, :count)) drawn;

-- name: keys_lock
-- Make transactions that ask whether there is a key wait for each other.
select true as held from pg_advisory_xact_lock(2);

-- name: request_insert_all
-- New requests, not admitted yet; :rows is a JSON list of their columns.
insert into requests (id, owner_id, key_id, model_id, engine, status, max_attempts, priority,
                      planned_micro, hosted_cost_micro, seconds, webhook, last_seq, created_at)
select id, owner_id, key_id, model_id, engine, 'in_queue', max_attempts, priority,
       planned_micro, hosted_cost_micro, seconds, webhook, last_seq, :now
from json_to_recordset(cast(:rows as json)) as r (
    id text, owner_id text, key_id text, model_id text, engine text, max_attempts integer,
    priority integer, planned_micro bigint, hosted_cost_micro bigint, seconds double precision,
    webhook text, last_seq integer)
returning id, created_at;

-- name: request_input_insert_all
-- The large parts of new requests; :rows is a JSON list of their columns.
insert into request_inputs (request_id, input, order_json, plan, warnings, report)
select request_id, input, order_json, plan, warnings, report
from json_to_recordset(cast(:rows as json)) as r (
    request_id text, input text, order_json text, plan text, warnings text, report text);

-- name: event_insert_all
-- Lines of the history of an owner's requests; :rows is a JSON list of their columns.
insert into request_events (request_id, seq, type, at, data, owner_id, number)
select request_id, seq, type, :now, data, owner_id, number
from json_to_recordset(cast(:rows as json)) as r (
    request_id text, seq integer, type text, data text, owner_id text, number bigint);

-- name: idempotency_find
-- What idempotency keys of an owner, a JSON list, stand for.
select idempotency_key, request_id, body_hash from idempotency
where owner_id = :owner_id
  and idempotency_key in (select json_array_elements_text(cast(:idempotency_keys as json)));

-- name: idempotency_insert_all
-- Tie idempotency keys to their requests; :rows is a JSON list of the columns.
insert into idempotency (owner_id, idempotency_key, body_hash, request_id, created_at)
select owner_id, idempotency_key, body_hash, request_id, :now
from json_to_recordset(cast(:rows as json)) as r (
    owner_id text, idempotency_key text, body_hash text, request_id text);
