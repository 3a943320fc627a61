package io.kefu.server.app;

import io.kefu.config.Findings;
import io.kefu.config.ProblemCode;
import io.kefu.storage.StoragePolicyConfig;

/** Times of the tiers that do not fit together. */
final class KeepCheck {
    private KeepCheck() {}

    /** The last tier is the one that says when messages are gone for good: the one before it may not keep them longer. */
    static void run(StoragePolicyConfig policy, Findings findings) {
        boolean ages = policy.cold().engine() != StoragePolicyConfig.ColdEngine.NONE;
        if (ages && policy.cold().keep().compareTo(policy.warm().keep()) < 0) {
            findings.report(
                    "cold.keep",
                    ProblemCode.CONTRADICTION,
                    "messages stay for " + policy.cold().keep().toDays() + " days in all, and for "
                            + policy.warm().keep().toDays() + " of them in the warm tier",
                    "give `cold.keep` at least the time of `warm.keep`, or `warm.keep` less");
        }
    }
}
