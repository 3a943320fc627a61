/** A server in a process of its own, to be measured, killed or thrown away. */
package io.kefu.kefuctl.load.server;
