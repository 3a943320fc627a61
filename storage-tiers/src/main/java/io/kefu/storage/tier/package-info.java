/** What a tier is: rows of messages and conversations, read, searched, compared, aged and erased alike on every engine. */
package io.kefu.storage.tier;
