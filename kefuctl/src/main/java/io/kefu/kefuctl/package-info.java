/**
 * The command line. A class named {@code …Command} parses arguments and prints, and knows picocli; the others do the
 * work, and do not.
 */
package io.kefu.kefuctl;
