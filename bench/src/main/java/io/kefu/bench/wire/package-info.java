/** How many bytes a chat takes on the wire, in each form, and the dictionary that makes one of them small. */
package io.kefu.bench.wire;
