/**
 * Installs, upgrades, rolls back and uninstalls a release on this host: a plan of steps, a journal of what was done, and
 * for each step a way on and a way back.
 */
package io.kefu.kefuctl.install;
