/** A client of the protocol and of the REST API, as load generators and tests need one. */
package io.kefu.kefuctl.load.wire;
