/** What shells and {@code man} are told of the commands, from the commands themselves. */
package io.kefu.kefuctl.shell;
