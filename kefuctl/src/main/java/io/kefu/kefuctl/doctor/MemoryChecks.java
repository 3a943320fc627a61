package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.MEMORY;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Memory and processors. */
final class MemoryChecks {

    private static final String MEMINFO = "/proc/meminfo";
    private static final long KIB = 1024;

    private MemoryChecks() {}

    static List<Check> all() {
        return List.of(
                free(), swap(), hugePages(), overcommit(), limit(), killed(), throttled(), load(), steal(), governor());
    }

    private static Check free() {
        return Check.of(MEMORY, "KEFU-D020", "memory to be had")
                .measures("`MemAvailable`: fails under 128 MiB, warns under 512 MiB.")
                .why("When memory runs out the kernel ends the largest process, which is the server or its database.")
                .fix("stop what is not needed, give the machine more, or a smaller heap: KEFU_JAVA_OPTS=-Xmx512m")
                .beforeInstall()
                .probe(scene -> {
                    OptionalLong kib = new Proc(scene.host()).number(MEMINFO, "MemAvailable:");
                    if (kib.isEmpty()) {
                        return Finding.skip("the kernel does not tell");
                    }
                    long bytes = kib.getAsLong() * KIB;
                    return bytes < 128L << 20
                            ? Finding.fail("%s", Proc.mib(bytes))
                            : Finding.atLeast(Verdict.WARN, bytes, 512L << 20, "%s", Proc.mib(bytes));
                });
    }

    private static Check swap() {
        return Check.of(MEMORY, "KEFU-D021", "swap in use")
                .measures("`SwapTotal` less `SwapFree`: warns over 256 MiB.")
                .why("A heap that is swapped out stops the server for seconds at every collection.")
                .fix(
                        "give the machine more memory, or sysctl -w vm.swappiness=1; MemorySwapMax=0 in the service's unit")
                .beforeInstall()
                .probe(scene -> {
                    Proc proc = new Proc(scene.host());
                    OptionalLong total = proc.number(MEMINFO, "SwapTotal:");
                    OptionalLong free = proc.number(MEMINFO, "SwapFree:");
                    if (total.isEmpty() || free.isEmpty()) {
                        return Finding.skip("the kernel does not tell");
                    }
                    long used = (total.getAsLong() - free.getAsLong()) * KIB;
                    return Finding.atMost(Verdict.WARN, used, 256L << 20, "%s in use", Proc.mib(used));
                });
    }

    private static Check hugePages() {
        return Check.of(MEMORY, "KEFU-D022", "transparent huge pages")
                .measures("`transparent_hugepage/enabled`: warns at `always`.")
                .why(
                        "Every small buffer is given 2 MiB: idle connections cost far more memory, and there are stalls while"
                                + " pages are put together.")
                .fix("echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, at each boot")
                .beforeInstall()
                .probe(scene -> {
                    Optional<String> found = scene.host()
                            .text("/sys/kernel/mm/transparent_hugepage/enabled")
                            .map(String::strip);
                    return found.map(text ->
                                    Finding.of(text.contains("[always]") ? Verdict.WARN : Verdict.OK, "%s", text))
                            .orElseGet(() -> Finding.skip("the kernel has none"));
                });
    }

    private static Check overcommit() {
        return Check.of(MEMORY, "KEFU-D023", "memory that is promised")
                .measures("`vm.overcommit_memory`: warns at 2.")
                .why("Java reserves more than it uses; a kernel that counts reservations refuses it threads and heap.")
                .fix("sysctl -w vm.overcommit_memory=0, and the same line in /etc/sysctl.d/90-kefu.conf")
                .beforeInstall()
                .probe(scene -> {
                    OptionalLong mode = new Proc(scene.host()).number("/proc/sys/vm/overcommit_memory");
                    return mode.isEmpty()
                            ? Finding.skip("the kernel does not tell")
                            : Finding.atMost(
                                    Verdict.WARN, mode.getAsLong(), 1, "vm.overcommit_memory = %d", mode.getAsLong());
                });
    }

    private static Check limit() {
        return Check.of(MEMORY, "KEFU-D024", "memory of the container or unit")
                .measures("`memory.max` of the control group: fails under 256 MiB, warns under 512 MiB.")
                .why("Beyond it the kernel ends the server, at the moment when it is busiest.")
                .fix("MemoryMax=1G in the service's unit, or --memory 1g for the container")
                .beforeInstall()
                .probe(scene -> {
                    OptionalLong max = new Proc(scene.host()).number(new ControlGroup(scene).file("memory.max"));
                    return max.isEmpty()
                            ? Finding.ok("no limit")
                            : max.getAsLong() < 256L << 20
                                    ? Finding.fail("%s", Proc.mib(max.getAsLong()))
                                    : Finding.atLeast(
                                            Verdict.WARN, max.getAsLong(), 512L << 20, "%s", Proc.mib(max.getAsLong()));
                });
    }

    private static Check killed() {
        return Check.of(MEMORY, "KEFU-D025", "processes ended for want of memory")
                .measures("`oom_kill` in `memory.events` of the control group: warns over 0.")
                .why("The kernel has ended a process here before, and will again: the limit does not fit the load.")
                .fix("raise the limit (KEFU-D024), or lower the heap: KEFU_JAVA_OPTS=-Xmx512m")
                .beforeInstall()
                .probe(scene -> {
                    OptionalLong kills =
                            new Proc(scene.host()).number(new ControlGroup(scene).file("memory.events"), "oom_kill ");
                    return kills.isEmpty()
                            ? Finding.skip("nobody counts them here")
                            : Finding.atMost(Verdict.WARN, kills.getAsLong(), 0, "%d so far", kills.getAsLong());
                });
    }

    private static Check throttled() {
        return Check.of(MEMORY, "KEFU-D026", "processor time of the container or unit")
                .measures(
                        "The share of periods in which `cpu.stat` counts the control group as throttled: warns over 10 %.")
                .why("A throttled server stands still for tens of milliseconds, again and again.")
                .fix("raise or remove CPUQuota= of the unit, or --cpus of the container")
                .beforeInstall()
                .probe(scene -> {
                    Proc proc = new Proc(scene.host());
                    String file = new ControlGroup(scene).file("cpu.stat");
                    OptionalLong periods = proc.number(file, "nr_periods ");
                    OptionalLong throttled = proc.number(file, "nr_throttled ");
                    if (periods.isEmpty() || throttled.isEmpty() || periods.getAsLong() == 0) {
                        return Finding.ok("no limit");
                    }
                    double share = 100.0 * throttled.getAsLong() / periods.getAsLong();
                    return Finding.atMost(Verdict.WARN, share, 10, "%.1f %% of periods throttled", share);
                });
    }

    private static Check load() {
        return Check.of(MEMORY, "KEFU-D027", "load")
                .measures("The load of the last five minutes for each processor: warns over 4.")
                .why("What runs waits four times as long as it works: messages are late whatever the server does.")
                .fix("see what runs (top), move it elsewhere or use a larger machine")
                .beforeInstall()
                .probe(scene -> {
                    Optional<String> text = scene.host().text("/proc/loadavg");
                    long processors = scene.host()
                            .text("/proc/stat")
                            .orElse("")
                            .lines()
                            .filter(line -> line.matches("cpu\\d+ .*"))
                            .count();
                    if (text.isEmpty() || processors == 0) {
                        return Finding.skip("the kernel does not tell");
                    }
                    double load = Double.parseDouble(text.get().split(" ", -1)[1]);
                    return Finding.atMost(
                            Verdict.WARN, load / processors, 4, "%.1f on %d processors", load, processors);
                });
    }

    private static Check steal() {
        return Check.of(MEMORY, "KEFU-D028", "processor time that the host takes")
                .measures("`steal` of `/proc/stat` since the boot: warns over 5 %.")
                .why(
                        "Another virtual machine has the processors meanwhile: latencies have a floor that nothing here lowers.")
                .fix("ask whoever runs the host for processors of your own")
                .beforeInstall()
                .probe(scene -> {
                    long[] times = new Proc(scene.host()).numbers("/proc/stat", "cpu ");
                    if (times.length < 8) {
                        return Finding.skip("the kernel does not tell");
                    }
                    long total = 0;
                    for (int i = 0; i < 8; i++) {
                        total += times[i];
                    }
                    double share = total == 0 ? 0 : 100.0 * times[7] / total;
                    return Finding.atMost(Verdict.WARN, share, 5, "%.1f %% since the boot", share);
                });
    }

    private static Check governor() {
        return Check.of(MEMORY, "KEFU-D029", "processor frequency")
                .measures("The governor of the first processor: warns at `powersave` of `acpi-cpufreq`.")
                .why("It stays at its lowest frequency: everything takes two to four times as long.")
                .fix("cpupower frequency-set -g schedutil, or performance")
                .beforeInstall()
                .probe(scene -> {
                    String folder = "/sys/devices/system/cpu/cpu0/cpufreq/";
                    Optional<String> governor =
                            scene.host().text(folder + "scaling_governor").map(String::strip);
                    String driver = scene.host()
                            .text(folder + "scaling_driver")
                            .orElse("")
                            .strip();
                    return governor.map(word -> Finding.of(
                                    word.equals("powersave") && !driver.contains("pstate") ? Verdict.WARN : Verdict.OK,
                                    "%s",
                                    word))
                            .orElseGet(() -> Finding.skip("it is not set here (a virtual machine)"));
                });
    }
}
