/**
 * A tier in a database server: what MySQL and PostgreSQL have in common. Each engine's own package has its statements that
 * differ ({@link io.kefu.storage.sql.SqlEngine}), its demands of the server, and what its errors mean.
 */
package io.kefu.storage.sql;
