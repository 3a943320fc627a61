package io.kefu.server.reply;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds hand-over words and order numbers (8 to 24 digits, with up to 4 letters before them). */
final class KeyExtractor implements Extractor {
    private static final Pattern ORDER = Pattern.compile("(?<![a-z0-9])[a-z]{0,4}-?\\d{8,24}(?![a-z0-9])");

    private final HandoverWords handover;

    KeyExtractor(List<String> handoverWords) {
        handover = new HandoverWords(handoverWords);
    }

    @Override
    public Extract extract(String text) {
        List<String> orders =
                ORDER.matcher(text).results().map(MatchResult::group).toList();
        String rest =
                orders.isEmpty() ? text : ORDER.matcher(text).replaceAll(" ").strip();
        return new Extract(rest, handover.in(text), orders);
    }
}
