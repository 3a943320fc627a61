/** Builds every room in order and stops them in reverse; nothing else. */
package io.kefu.server.app;
