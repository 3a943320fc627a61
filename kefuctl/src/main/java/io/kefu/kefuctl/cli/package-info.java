/**
 * What all commands share: the way to a running server, where results are printed, exit codes, common options and tables.
 * Knows no command.
 */
package io.kefu.kefuctl.cli;
