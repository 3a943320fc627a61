package io.kefu.storage.tier;

/** Is told how calls to tiers end. Any thread; must answer at once and throw nothing. */
public interface TierWatch {
    /** One that looks at nothing. */
    TierWatch NONE = new TierWatch() {
        @Override
        public void answered(String tier, TierCall call, long nanos) {}

        @Override
        public void failed(String tier, TierCall call) {}
    };

    /**
     * A read or a search was answered.
     *
     * @param tier {@code hot}, {@code warm} or {@code cold}
     */
    void answered(String tier, TierCall call, long nanos);

    /** A call of any kind was not. */
    void failed(String tier, TierCall call);
}
