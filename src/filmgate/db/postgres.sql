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
