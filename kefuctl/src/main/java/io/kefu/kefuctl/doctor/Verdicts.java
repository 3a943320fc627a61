package io.kefu.kefuctl.doctor;

import io.kefu.kefuctl.doctor.Check.Area;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What doctor finds, for somebody who is not to see names, paths or what anybody wrote. */
public final class Verdicts {

    /** Of these even what was measured is but figures of the machine. */
    private static final Set<Area> FIGURES = Set.of(Area.LIMITS, Area.MEMORY, Area.CLOCK);

    private Verdicts() {}

    /**
     * One check's.
     *
     * @param verdict {@code fail}, {@code warn}, {@code ok} or {@code skip}
     * @param measured only of the machine
     */
    public record Told(String id, String verdict, Optional<String> measured) {}

    /** All checks, in the order of their ids. */
    public static List<Told> of(Path data, Optional<Path> config) {
        Scene scene = new SceneFinder(data, config, Optional.empty(), true).find(new LinuxHost());
        return Checks.ALL.stream().map(check -> told(check, check.look(scene))).toList();
    }

    private static Told told(Check check, Finding found) {
        return new Told(
                check.id(),
                found.verdict().word(),
                Optional.of(found.measured()).filter(_ -> FIGURES.contains(check.area())));
    }
}
