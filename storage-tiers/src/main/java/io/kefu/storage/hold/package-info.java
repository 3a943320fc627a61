/** Conversations that are kept whatever their age and whoever asks for their erasure, until somebody lets them go. */
package io.kefu.storage.hold;
