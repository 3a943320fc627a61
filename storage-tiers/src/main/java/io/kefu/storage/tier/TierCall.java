package io.kefu.storage.tier;

/** What is asked of a tier. */
public enum TierCall {
    /** Messages of a conversation, or conversations. */
    READ,
    SEARCH,
    /** Records of the journal are carried into it. */
    WRITE,
    /** Days leave it. */
    TRIM
}
