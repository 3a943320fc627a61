/**
 * The load generator: one thread that drives any number of client connections, what they do, and what came of it. Knows the
 * protocol and nothing of the command line; {@code kefuctl bench} prints what is found here, and {@code bench/} uses it too.
 */
package io.kefu.kefuctl.load;
