package io.kefu.config;

import java.util.List;

/**
 * One document that two configurations do not share.
 *
 * @param fields what of it differs, when it stands in both; secrets as {@value Secret#MASK}
 */
public record Change(Action action, String kind, String name, List<FieldChange> fields) {

    /** What happened to it, with the sign under which plans show it. */
    public enum Action {
        ADD("+"),
        CHANGE("~"),
        REMOVE("-");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /**
     * One value that differs, in the form in which it is written; a secret is never in it.
     *
     * @param path from {@code spec} or {@code labels} on; entries of a list that have names stand as {@code rules[vip]}
     * @param before empty when it was not there
     * @param after empty when it is not there any more
     */
    public record FieldChange(String path, String before, String after) {}
}
