/** The hot tier in this process's memory: the last messages of the conversations that are talked in. */
package io.kefu.storage.memory;
