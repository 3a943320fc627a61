/** The cold tier of the larger sizes: a ClickHouse server. */
package io.kefu.storage.clickhouse;
