/** Erasing a visitor everywhere, provably: what is to go, where it went, and the signed receipt. */
package io.kefu.storage.erasure;
