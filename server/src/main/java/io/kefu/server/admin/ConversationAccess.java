package io.kefu.server.admin;

import io.kefu.storage.accounts.Principal;

/** Whether someone may read a conversation; false also for one that does not exist. */
@FunctionalInterface
public interface ConversationAccess {
    boolean mayRead(Principal who, String conversationId);
}
