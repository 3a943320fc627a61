package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.LIMITS;

import io.kefu.server.app.ServerConfig;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the kernel lets a process have. */
final class LimitChecks {

    private static final long LEAST_FILES = 4_096;
    private static final long OTHER_FILES = 1_024;
    private static final int USUAL_CONNECTIONS = 20_000;

    private LimitChecks() {}

    static List<Check> all() {
        return List.of(
                openFiles(), backlog(), halfOpen(), ports(), processes(), stack(), maps(), cores(), pids(), kernel());
    }

    private static Check openFiles() {
        return Check.of(LIMITS, "KEFU-D001", "open files")
                .measures(
                        "The hard limit of open files of the server, or of this process: fails under 4096, warns under"
                                + " `limits.connections` of Server and 1024 more.")
                .why("Every connection is an open file: beyond the limit nobody new gets in, and the journal cannot be"
                        + " opened anew.")
                .fix("LimitNOFILE=262144 in the service's unit, or `ulimit -Hn 262144` in the shell that starts it")
                .beforeInstall()
                .probe(LimitChecks::openFiles);
    }

    private static Finding openFiles(Scene scene) {
        Optional<long[]> limit = new Proc(scene.host()).limit(scene.process(), "Max open files");
        if (limit.isEmpty()) {
            return Finding.skip("the kernel does not tell");
        }
        long hard = limit.get()[1];
        int connections = scene.single(ServerConfig.class)
                .map(server -> server.limits().connections())
                .orElse(USUAL_CONNECTIONS);
        String measured = "%s may be open; %,d connections are let in"
                .formatted(hard == Long.MAX_VALUE ? "any number" : "%,d".formatted(hard), connections);
        return hard < LEAST_FILES
                ? Finding.fail("%s", measured)
                : Finding.atLeast(Verdict.WARN, hard, connections + OTHER_FILES, "%s", measured);
    }

    private static Check backlog() {
        return high("KEFU-D002", "connections that wait to be accepted", Sysctl.BACKLOG);
    }

    private static Check halfOpen() {
        return high("KEFU-D003", "connections that are being opened", Sysctl.HALF_OPEN);
    }

    private static Check ports() {
        return high("KEFU-D004", "ports for outgoing connections", Sysctl.PORTS);
    }

    private static Check high(String id, String title, Sysctl sysctl) {
        String spans = sysctl.isRange() ? "How many ports `%s` spans: warns under %,d." : "`%s`: warns under %,d.";
        return Check.of(LIMITS, id, title)
                .measures(String.format(Locale.ROOT, spans, sysctl.key(), sysctl.least()))
                .why(sysctl.why())
                .fix(sysctl.fix())
                .beforeInstall()
                .probe(scene -> high(scene, sysctl));
    }

    private static Finding high(Scene scene, Sysctl sysctl) {
        String path = "/proc/sys/" + Sysctl.file(sysctl.key());
        return scene.host()
                .text(path)
                .map(String::strip)
                .map(value -> Finding.of(
                        sysctl.isEnough(value) ? Verdict.OK : Verdict.WARN,
                        "%s = %s",
                        sysctl.key(),
                        value.replaceAll("\\s+", " ")))
                .orElseGet(() -> Finding.skip("%s is not to be seen here", path));
    }

    private static Check processes() {
        return Check.of(LIMITS, "KEFU-D005", "threads of the user")
                .measures("The limit of processes and threads (`ulimit -u`): fails under 256, warns under 1024.")
                .why("A thread that cannot be started stops the room that needed it: connections hang.")
                .fix("TasksMax= and LimitNPROC=4096 in the service's unit, or `ulimit -u 4096`")
                .beforeInstall()
                .probe(scene -> limit(scene, "Max processes", 256, 1_024));
    }

    private static Finding limit(Scene scene, String name, long fails, long warns) {
        Optional<long[]> limit = new Proc(scene.host()).limit(scene.process(), name);
        return limit.map(both -> both[0] < fails
                        ? Finding.fail("%s: %s", name, Proc.shown(both[0]))
                        : Finding.atLeast(Verdict.WARN, both[0], warns, "%s: %s", name, Proc.shown(both[0])))
                .orElseGet(() -> Finding.skip("the kernel does not tell"));
    }

    private static Check stack() {
        return Check.of(LIMITS, "KEFU-D006", "stack of a thread")
                .measures("`ulimit -s`: warns under 256 KiB and over 64 MiB, as `unlimited` is.")
                .why("Too small a stack ends the process at its first deep call; with a huge one the native threads of"
                        + " the databases in the process reserve as much each.")
                .fix("ulimit -s 8192, or LimitSTACK=8M in the service's unit")
                .beforeInstall()
                .probe(scene -> new Proc(scene.host())
                        .limit(scene.process(), "Max stack size")
                        .map(both -> Finding.of(
                                both[0] >= 256 << 10 && both[0] <= 64 << 20 ? Verdict.OK : Verdict.WARN,
                                "%s bytes",
                                Proc.shown(both[0])))
                        .orElseGet(() -> Finding.skip("the kernel does not tell")));
    }

    private static Check maps() {
        return high("KEFU-D007", "mapped regions", Sysctl.MAPS);
    }

    private static Check cores() {
        return Check.of(LIMITS, "KEFU-D008", "core dumps")
                .measures(
                        "Whether a crash would leave the memory in a file (`ulimit -c` and `kernel.core_pattern`): warns"
                                + " when it would.")
                .why("A core holds what customers wrote, and secrets, in a file as large as the memory.")
                .fix("LimitCORE=0 in the service's unit, or `ulimit -c 0` in the shell that starts it")
                .beforeInstall()
                .probe(LimitChecks::cores);
    }

    private static Finding cores(Scene scene) {
        Optional<long[]> limit = new Proc(scene.host()).limit(scene.process(), "Max core file size");
        String pattern = scene.host()
                .text("/proc/sys/kernel/core_pattern")
                .map(String::strip)
                .orElse("?");
        return limit.map(both -> both[0] == 0
                        ? Finding.ok("none is written")
                        : Finding.warn("up to %s bytes, to `%s`", Proc.shown(both[0]), pattern))
                .orElseGet(() -> Finding.skip("the kernel does not tell"));
    }

    private static Check pids() {
        return Check.of(LIMITS, "KEFU-D009", "threads of the container or unit")
                .measures("`pids.max` of the control group: fails under 128, warns under 512.")
                .why("It counts threads: beyond it none can be started, and connections hang.")
                .fix("TasksMax=4096 in the service's unit, or --pids-limit 4096 for the container")
                .beforeInstall()
                .probe(scene -> {
                    OptionalLong max = new Proc(scene.host()).number(new ControlGroup(scene).file("pids.max"));
                    return max.isEmpty()
                            ? Finding.ok("no limit")
                            : max.getAsLong() < 128
                                    ? Finding.fail("pids.max = %d", max.getAsLong())
                                    : Finding.atLeast(
                                            Verdict.WARN, max.getAsLong(), 512, "pids.max = %d", max.getAsLong());
                });
    }

    private static Check kernel() {
        return Check.of(LIMITS, "KEFU-D010", "kernel")
                .measures("The kernel's version: fails under 4.18, warns under 5.4.")
                .why("Older ones lack what the Java runtime and the hardened unit ask for, and nobody mends them.")
                .fix("use a distribution that is looked after, such as Debian 12 or 13")
                .beforeInstall()
                .probe(LimitChecks::kernel);
    }

    private static Finding kernel(Scene scene) {
        Optional<String> release =
                scene.host().text("/proc/sys/kernel/osrelease").map(String::strip);
        if (release.isEmpty()) {
            return Finding.skip("this is no Linux, or /proc is not there");
        }
        String[] parts = release.get().split("[.-]", -1);
        int version = Integer.parseInt(parts[0]) * 1_000 + Integer.parseInt(parts[1]);
        return version < 4_018
                ? Finding.fail("%s", release.get())
                : Finding.atLeast(Verdict.WARN, version, 5_004, "%s", release.get());
    }
}
