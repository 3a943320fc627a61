package io.kefu.kefuctl.doctor;

import java.io.IOException;
import java.util.Optional;

/**
 * One thing that doctor looks at.
 *
 * @param id never given to another, such as {@code KEFU-D001}
 * @param area the heading under which the reference page has it
 * @param title what is looked at, in a few words
 * @param measures what is measured, and the bounds
 * @param why what happens when nobody does anything
 * @param fix what to do, best a command to type
 * @param beforeInstall whether it makes sense where Kefu has never run
 */
record Check(
        String id,
        Area area,
        String title,
        String measures,
        String why,
        String fix,
        boolean beforeInstall,
        Probe probe,
        Optional<Repair> repair) {

    /** The headings, in the order of the page. */
    enum Area {
        LIMITS("Limits of the host"),
        MEMORY("Memory and processors"),
        CLOCK("Clock and time zones"),
        DISK("Disk"),
        FILES("Files and permissions"),
        NETWORK("Network"),
        TLS("Certificate"),
        CONFIGURATION("Configuration"),
        SERVER("The running server"),
        STORAGE("What is stored");

        private final String title;

        Area(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Never throws: what cannot be looked at is told as that. */
    Finding look(Scene scene) {
        try {
            return probe.look(scene);
        } catch (IOException | RuntimeException e) {
            return Finding.skip("cannot be seen (%s: %s)", e.getClass().getSimpleName(), oneLine(e.getMessage()));
        }
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ");
    }

    /** Begins the description of a check. */
    static Draft of(Area area, String id, String title) {
        return new Draft(area, id, title);
    }

    /** A check that is being described. */
    static final class Draft {
        private final Area area;
        private final String id;
        private final String title;
        private String measures = "";
        private String why = "";
        private String fix = "";
        private boolean beforeInstall;
        private Optional<Repair> repair = Optional.empty();

        private Draft(Area area, String id, String title) {
            this.area = area;
            this.id = id;
            this.title = title;
        }

        Draft measures(String text) {
            measures = text;
            return this;
        }

        Draft why(String text) {
            why = text;
            return this;
        }

        Draft fix(String text) {
            fix = text;
            return this;
        }

        Draft beforeInstall() {
            beforeInstall = true;
            return this;
        }

        Draft repair(Repair by) {
            repair = Optional.of(by);
            return this;
        }

        Check probe(Probe probe) {
            return new Check(id, area, title, measures, why, fix, beforeInstall, probe, repair);
        }
    }
}
