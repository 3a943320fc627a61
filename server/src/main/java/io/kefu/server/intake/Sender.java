package io.kefu.server.intake;

/** By what way a message came: which limits it shares with others. */
public interface Sender {

    /** By no connection, through no channel, from nowhere: what the server and its integrations say. */
    Sender NOBODY = new Sender() {
        @Override
        public String connectionId() {
            return "";
        }

        @Override
        public String channel() {
            return "";
        }

        @Override
        public String address() {
            return "";
        }
    };

    /** The connection that it came by; empty for none. */
    String connectionId();

    /** The channel of a visitor. */
    String channel();

    /** The network address that limits count; empty for none. */
    String address();
}
