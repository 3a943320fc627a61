package io.kefu.kefuctl.doctor;

/** {@code docs/reference/doctor.md}, from the checks themselves. */
final class ReferencePage {

    private ReferencePage() {}

    static String write() {
        StringBuilder page = new StringBuilder("""
                # Checks of kefuctl doctor

                <!-- Generated from the checks in `kefuctl/…/doctor/`; a test fails when this page is stale. -->

                `kefuctl doctor` looks at the host, a configuration, a data directory and the server that runs on it, and changes
                nothing. An id keeps its meaning for ever. *pre* marks what `kefuctl doctor --pre` looks at, before an install or an
                upgrade; *fix* what `kefuctl doctor --fix` mends by itself. It ends with 0 when all is well, 4 with warnings, 5 when
                something failed; with `--pre` with 6 when something failed, else 0. `-o wide` has a line for every check, `-o json`
                and `-o yaml` are for programs.

                """);
        page.append(Checks.ALL.size()).append(" checks.\n");
        for (Check.Area area : Check.Area.values()) {
            page.append("\n## ").append(area.title()).append('\n');
            Checks.ALL.stream().filter(check -> check.area() == area).forEach(check -> add(page, check));
        }
        return page.toString();
    }

    private static void add(StringBuilder page, Check check) {
        page.append("\n### ").append(check.id()).append(": ").append(check.title());
        page.append(check.beforeInstall() ? " *(pre)*" : "");
        page.append(check.repair().isPresent() ? " *(fix)*" : "").append("\n\n");
        page.append(check.measures()).append("\n\n");
        page.append("**Why.** ").append(check.why()).append("\n\n");
        page.append("**Fix.** ").append(check.fix()).append('\n');
    }
}
