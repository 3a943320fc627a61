/** The product beside a chat server as it is usually written in Go: the same load, the same client, one after the other. */
package io.kefu.bench.peers;
