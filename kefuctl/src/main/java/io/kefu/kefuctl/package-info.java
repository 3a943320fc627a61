/**
 * The command line: {@code Main}, and {@code CommandTree}, which puts the commands of all rooms together. A room is a
 * package, named as the commands in it; {@code cli} is what they share. A class named {@code …Command} parses arguments
 * and prints, and knows picocli; the others do the work, and do not.
 */
package io.kefu.kefuctl;
