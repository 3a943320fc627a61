/** What a message meets on its way, each step alone (JMH): time and bytes allocated. {@code bin/bench jmh} runs them. */
package io.kefu.bench.jmh;
