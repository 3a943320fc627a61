/** What people send to each other: bytes stored once by their digest, and who may see them. */
package io.kefu.storage.files;
