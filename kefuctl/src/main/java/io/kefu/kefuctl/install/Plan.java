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
            case install -> new Plan(intent, install(steps, !intent.tuning().isEmpty()), true);
            case upgrade -> new Plan(intent, upgrade(steps, intent.previous()), true);
            case rollback ->
                new Plan(
                        intent,
                        List.of(steps.check(), steps.current(), steps.handOver(), steps.verify(), steps.record("")),
                        true);
            case finalize -> new Plan(intent, List.of(steps.dropOthers(), steps.record("")), false);
            case tuning -> new Plan(intent, List.of(steps.tune()), true);
            case uninstall -> new Plan(intent, uninstall(steps, intent.purge()), false);
        };
    }

    private static List<Step> install(Steps steps, boolean tunes) {
        List<Step> all = new ArrayList<>(List.of(
                steps.user(),
                steps.unpack(),
                steps.folders(),
                steps.config(),
                steps.check(),
                steps.caches(),
                steps.current(),
                steps.command()));
        if (tunes) {
            all.add(steps.tune());
        }
        all.addAll(List.of(steps.enable(), steps.start(), steps.verify(), steps.record("")));
        return all;
    }

    private static List<Step> upgrade(Steps steps, String previous) {
        return List.of(
                steps.unpack(),
                steps.check(),
                steps.caches(),
                steps.current(),
                steps.renew(),
                steps.handOver(),
                steps.verify(),
                steps.record(previous));
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
