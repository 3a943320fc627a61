package io.kefu.storage;

import java.util.Locale;

/** What a tier is for. */
public enum TierRole {
    HOT,
    WARM,
    COLD;

    /** {@code hot}, {@code warm} or {@code cold}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
