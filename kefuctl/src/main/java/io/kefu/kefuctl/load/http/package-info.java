/** Callers of the REST API on keep-alive connections (RFC 9112), all from one thread, so that the load takes less than the server. */
package io.kefu.kefuctl.load.http;
