/**
 * How one server process gives its place to another on the same machine: the listening socket goes from one to the other,
 * and each knows how far the other is, or that it is gone.
 */
package io.kefu.server.succession;
