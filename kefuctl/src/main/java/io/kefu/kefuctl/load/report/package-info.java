/** What a load came to, for people at a terminal of 80 columns and for programs. */
package io.kefu.kefuctl.load.report;
