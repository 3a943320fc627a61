/** The journal: the ordered, durable record of all that happened, from which every tier and every state is made. */
package io.kefu.storage.journal;
