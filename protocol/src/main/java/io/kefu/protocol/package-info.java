/**
 * The client protocol: the generated messages of {@code kefu/v1/chat.proto}, and the JSON form of each frame. Both forms
 * are a public contract; golden files hold them together.
 */
package io.kefu.protocol;
