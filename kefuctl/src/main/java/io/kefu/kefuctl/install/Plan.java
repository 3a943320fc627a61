package io.kefu.kefuctl.install;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of an operation, in their order.
 *
 * @param goesBack whether a step that fails has what was done put back; else the operation is gone on with later
 */
record Plan(Intent intent, List<Step> steps, boolean goesBack) {

    static Plan of(Site site, Intent intent) {
        Steps steps = new Steps(site, intent);
        return switch (intent.operation()) {
            case install -> new Plan(intent, install(steps, intent), true);
            case upgrade -> new Plan(intent, upgrade(steps, intent), true);
            case rollback -> new Plan(intent, rollback(steps, intent), true);
            case finalize -> new Plan(intent, List.of(steps.dropOthers(), steps.record("")), false);
            case tuning -> new Plan(intent, List.of(steps.tune()), true);
            case uninstall -> new Plan(intent, uninstall(steps, intent.purge()), false);
        };
    }

    private static List<Step> install(Steps steps, Intent intent) {
        List<Step> all =
                new ArrayList<>(List.of(steps.user(), steps.unpack(), steps.folders(), steps.config(), steps.check()));
        if (intent.caches()) {
            all.add(steps.caches());
        }
        all.addAll(List.of(steps.current(), steps.command()));
        if (!intent.tuning().isEmpty()) {
            all.add(steps.tune());
        }
        all.add(steps.enable());
        if (intent.start()) {
            all.addAll(List.of(steps.start(), steps.verify()));
        }
        all.add(steps.record(""));
        return all;
    }

    private static List<Step> upgrade(Steps steps, Intent intent) {
        List<Step> all = new ArrayList<>(List.of(steps.unpack(), steps.check()));
        if (intent.caches()) {
            all.add(steps.caches());
        }
        all.addAll(List.of(steps.current(), steps.renew()));
        all.addAll(takingOver(steps, intent));
        all.add(steps.record(intent.previous()));
        return all;
    }

    private static List<Step> rollback(Steps steps, Intent intent) {
        List<Step> all = new ArrayList<>(List.of(steps.check(), steps.current()));
        all.addAll(takingOver(steps, intent));
        all.add(steps.record(""));
        return all;
    }

    /** Where somebody else runs the server, it is theirs to start it anew. */
    private static List<Step> takingOver(Steps steps, Intent intent) {
        return intent.start() ? List.of(steps.handOver(), steps.verify()) : List.of();
    }

    private static List<Step> uninstall(Steps steps, boolean purge) {
        List<Step> all = new ArrayList<>(List.of(steps.stop(), steps.disable(), steps.unlink()));
        if (steps.isTuned()) {
            all.add(steps.untune());
        }
        if (purge) {
            all.add(steps.purge());
        }
        // The last: this very program is among them, and what it starts.
        all.add(steps.releases());
        return all;
    }
}
