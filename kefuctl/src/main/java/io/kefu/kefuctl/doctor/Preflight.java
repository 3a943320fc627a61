package io.kefu.kefuctl.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What has to hold before an install or an upgrade, for the commands that do these. */
public final class Preflight {

    private Preflight() {}

    /**
     * What is wrong.
     *
     * @param id of the check
     * @param fails whether it must not be gone on with; else it is a warning
     * @param text what was measured, and what to do
     */
    public record Objection(String id, boolean fails, String text) {}

    /** Asks no server. Bounded: a few seconds for each engine that does not answer. */
    public static List<Objection> of(Path data, Optional<Path> config) {
        Scene scene = new SceneFinder(data, config, Optional.empty(), false).find(new LinuxHost());
        return Examination.of(scene, Check::beforeInstall).wrong().stream()
                .map(each -> new Objection(
                        each.check().id(),
                        each.finding().verdict() == Verdict.FAIL,
                        each.check().title() + ": " + each.finding().measured() + " — "
                                + each.check().fix()))
                .toList();
    }
}
