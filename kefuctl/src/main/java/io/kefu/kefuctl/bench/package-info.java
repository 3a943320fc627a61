/** {@code kefuctl bench}: from the options of each load to its report. What it does to a server is {@code load}'s. */
package io.kefu.kefuctl.bench;
