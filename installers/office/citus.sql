-- Spreads head office over a Citus cluster: run once on its coordinator, in head office's database, after `pos-app office
-- serve` has made the tables there and while it is stopped. psql --file citus.sql
--
-- Distributed by till: entries and what is derived per till. A till's rows of all of them lie on one server.
-- Reference: points, which everything is shown by and which hardly change.
-- All else stays on the coordinator: tills, incarnations and their heads (one row is locked for each batch), people,
-- codes, accounts; and what feeds read, whose order is that of one server's transactions.

CREATE EXTENSION IF NOT EXISTS citus;

SELECT create_reference_table('point');

SELECT create_distributed_table(name, 'till', colocate_with => CASE name WHEN 'entry' THEN 'none' ELSE 'entry' END)
FROM (
    -- begin: distributed
    SELECT relname::text AS name
    FROM pg_partitioned_table JOIN pg_class ON pg_class.oid = partrelid
    WHERE pg_get_partkeydef(partrelid) = 'HASH (till)'
      AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = partrelid AND attname = 'moved_in')
    ORDER BY relname <> 'entry', relname
    -- end: distributed
) AS distributed;
