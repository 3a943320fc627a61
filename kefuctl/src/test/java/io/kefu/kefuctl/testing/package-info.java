/** What tests of commands share: a command line that ran, an admin listener, processes, files of what was printed. */
package io.kefu.kefuctl.testing;
