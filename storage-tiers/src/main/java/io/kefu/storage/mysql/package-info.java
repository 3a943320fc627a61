/** A tier in MySQL 8.4 or 9: one table a month for messages, one for their words under an ngram full-text index. */
package io.kefu.storage.mysql;
