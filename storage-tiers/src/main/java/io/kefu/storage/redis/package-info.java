/** The hot tier of the larger sizes: a Redis or Valkey server, or a cluster of them. */
package io.kefu.storage.redis;
