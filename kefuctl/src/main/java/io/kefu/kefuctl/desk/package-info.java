/** What goes on at the desks: agents, channels, conversations. */
package io.kefu.kefuctl.desk;
