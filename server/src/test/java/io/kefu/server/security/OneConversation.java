package io.kefu.server.security;

import io.kefu.server.app.Person;
import io.kefu.server.app.WholeServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program of its own: starts the server, lets a visitor and an agent talk, and stops. */
public final class OneConversation {

    /** Printed when all of it worked. */
    public static final String DONE = "they have talked";

    private OneConversation() {}

    public static void main(String... args) {
        try (WholeServer server = WholeServer.in(Path.of(args[0])).start()) {
            Person visitor = server.visitor();
            String conversation = visitor.say("怎么取消订单").getConversationId();
            visitor.message(conversation, 2);
            visitor.say("转人工");
            Person amy = server.agent("amy");
            visitor.assigned(conversation, "amy");
            amy.say(conversation, "hello");
            visitor.hears("hello");
            visitor.http().upload("a.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
            if (amy.http().get("/api/v1/search?q=hello").status() == 200
                    && server.admin().get("/admin/v1/status").status() == 200) {
                System.out.println(DONE);
            }
        }
        System.exit(0); // the clients' threads are no daemons
    }
}
