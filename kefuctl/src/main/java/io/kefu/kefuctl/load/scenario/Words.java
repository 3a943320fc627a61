package io.kefu.kefuctl.load.scenario;

/** Texts of others in a report. */
final class Words {
    private static final int MOST = 40;

    private Words() {}

    /** So that a line keeps to the terminal's width. */
    static String shortened(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST - 1) + "…";
    }
}
