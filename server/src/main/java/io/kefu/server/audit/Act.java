package io.kefu.server.audit;

/**
 * A change, before it is known how it goes. Longer texts are cut; none may hold a secret or what was said in a
 * conversation.
 *
 * @param from {@code socket}, {@code loopback}, an address, or {@code server} for what nobody asked for
 * @param action what kind of change: {@code config.apply}
 * @param object what is changed: {@code agents/lily}
 * @param summary what about it, in words
 */
public record Act(Actor who, String from, String action, String object, String summary) {
    static final int MOST_NAME = 100;
    static final int MOST_OBJECT = 300;
    static final int MOST_SUMMARY = 500;

    /** From nobody outside. */
    public static final String SERVER = "server";

    public Act {
        who = new Actor(who.kind(), cut(who.id(), MOST_NAME), cut(who.name(), MOST_NAME));
        from = cut(from, MOST_NAME);
        action = cut(action, MOST_NAME);
        object = cut(object, MOST_OBJECT);
        summary = cut(summary, MOST_SUMMARY);
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
