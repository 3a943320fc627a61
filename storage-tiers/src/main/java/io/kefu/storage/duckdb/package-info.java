/** The cold tier of one machine: DuckDB, within this process. */
package io.kefu.storage.duckdb;
