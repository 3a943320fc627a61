/** What goes wrong in storage, typed: each failure names the place and the remedy. */
package io.kefu.storage.fault;
