/** What a channel implements to join: parse, render, verify. */
package io.kefu.channel;
