/** Empty still: what a channel of a third party will implement to join, to parse, render and verify. */
package io.kefu.channel;
