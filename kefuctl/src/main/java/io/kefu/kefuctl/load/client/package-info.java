/** A client that stays: it goes where it is told to, comes back, and keeps account of what it wrote and heard. */
package io.kefu.kefuctl.load.client;
