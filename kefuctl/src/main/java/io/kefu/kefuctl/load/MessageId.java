package io.kefu.kefuctl.load;

import java.security.SecureRandom;

/**
 * What a generated message is called: {@code RRRRRRsTTTTTT-NNNNNNNNNN}, the run, the side ({@code v} or {@code a}), the
 * conversation's number and the message's, so that whoever gets it can tell whose it is without looking anything up.
 */
final class MessageId {
    static final int RUN = 6;
    static final int TALK_DIGITS = 6;
    static final int NUMBER_DIGITS = 10;
    static final int SIDE_AT = RUN;
    static final int TALK_AT = SIDE_AT + 1;
    static final int NUMBER_AT = TALK_AT + TALK_DIGITS + 1;
    static final int LENGTH = NUMBER_AT + NUMBER_DIGITS;

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private MessageId() {}

    /** A name for a run, unlike that of any other before. */
    static String newRun() {
        SecureRandom random = new SecureRandom();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < RUN; i++) {
            run.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return run.toString();
    }

    static String of(String run, boolean agent, int talk, long number) {
        return run + (agent ? 'a' : 'v') + "%06d-%010d".formatted(talk, number);
    }

    static long digits(byte[] from, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value * 10 + from[i] - '0';
        }
        return value;
    }
}
