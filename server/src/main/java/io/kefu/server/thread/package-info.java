/** How the threads that a message goes through get their turn among all others. */
package io.kefu.server.thread;
