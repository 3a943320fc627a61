package io.kefu.server.app;

import io.kefu.monitoring.TierMeters;
import io.kefu.monitoring.TierName;
import io.kefu.monitoring.TierOp;
import io.kefu.storage.tier.TierCall;
import io.kefu.storage.tier.TierWatch;
import java.util.Locale;

/** How calls to the tiers end, for the meters. */
record WatchedTiers(TierMeters meters) implements TierWatch {

    @Override
    public void answered(String tier, TierCall call, long nanos) {
        if (call == TierCall.READ || call == TierCall.SEARCH) {
            meters.read(name(tier), op(call), nanos);
        }
    }

    @Override
    public void failed(String tier, TierCall call) {
        meters.error(name(tier), op(call));
    }

    private static TierName name(String tier) {
        return TierName.valueOf(tier.toUpperCase(Locale.ROOT));
    }

    private static TierOp op(TierCall call) {
        return switch (call) {
            case READ -> TierOp.READ;
            case SEARCH -> TierOp.SEARCH;
            case WRITE -> TierOp.WRITE;
            case TRIM -> TierOp.TRIM;
        };
    }
}
