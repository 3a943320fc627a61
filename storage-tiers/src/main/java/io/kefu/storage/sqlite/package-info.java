/** SQLite as both the journal and the warm tier use it: connections, bounds on statements, what its errors mean. */
package io.kefu.storage.sqlite;
