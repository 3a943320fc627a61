/**
 * The client protocol: the generated messages of {@code kefu/v1/chat.proto}, and the JSON form of each frame. Both forms
 * are a public contract; golden files hold them together. Beside it is what programs and servers share on the admin listener:
 * which versions work together, and HTTP over its socket file.
 */
package io.kefu.protocol;
