/** The warm tier in one SQLite database: every message of the last weeks, its words, and the conversations' list. */
package io.kefu.storage.warm;
