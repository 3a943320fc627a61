package io.kefu.kefuctl.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine with which all is well, until a test says otherwise. */
final class FakeHost implements Host {

    final Map<String, String> files = new HashMap<>();
    final Map<Integer, String> listeners = new HashMap<>();
    final Set<String> unknownNames = new HashSet<>();
    final Set<String> unreached = new HashSet<>();
    final Map<String, String> owners = new HashMap<>();
    final Map<String, String> groups = new HashMap<>();
    boolean writable = true;
    Instant now = Instant.now();
    Space space = new Space(100L << 30, 60L << 30, 1_000_000, 900_000);
    Duration sync = Duration.ofMillis(2);
    Duration resolving = Duration.ofMillis(5);
    String zones = now.atZone(ZoneOffset.UTC).getYear() + "a";

    FakeHost() {
        files.put("/proc/self/limits", limits("1048576", "0", "63000", "8388608"));
        files.put("/proc/sys/net/core/somaxconn", "4096\n");
        files.put("/proc/sys/net/ipv4/tcp_max_syn_backlog", "2048\n");
        files.put("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        files.put("/proc/sys/vm/max_map_count", "65530\n");
        files.put("/proc/sys/kernel/core_pattern", "core\n");
        files.put("/proc/sys/kernel/osrelease", "6.12.48+deb13-amd64\n");
        files.put("/proc/sys/vm/overcommit_memory", "0\n");
        files.put("/proc/sys/kernel/random/entropy_avail", "256\n");
        files.put(
                "/proc/meminfo",
                "MemTotal: 8000000 kB\nMemAvailable: 6000000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\nDirty: 4000 kB\n");
        files.put("/proc/loadavg", "0.50 0.40 0.30 1/200 4242\n");
        files.put(
                "/proc/stat",
                "cpu  100 0 100 800 0 0 0 10 0 0\ncpu0 50 0 50 400 0 0 0 5 0 0\ncpu1 50 0 50 400 0 0 0 5 0 0\n");
        files.put("/proc/self/cgroup", "0::/system.slice/kefu.service\n");
        files.put("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        files.put(group("memory.max"), "max\n");
        files.put(group("memory.events"), "low 0\noom 0\noom_kill 0\n");
        files.put(group("cpu.stat"), "usage_usec 5\nnr_periods 1000\nnr_throttled 3\n");
        files.put(group("pids.max"), "4915\n");
        files.put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "schedutil\n");
        files.put("/run/chrony/chronyd.pid", "77\n");
        files.put("/proc/self/mountinfo", "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n");
        files.put("/proc/pressure/io", "some avg10=0.00 avg60=1.50 avg300=0.20 total=9\n");
    }

    static String limits(String files, String core, String processes, String stack) {
        return """
                Limit                     Soft Limit           Hard Limit           Units
                Max stack size            %s              unlimited            bytes
                Max core file size        %s                    unlimited            bytes
                Max processes             %s                %s                processes
                Max open files            1024                 %s               files
                """.formatted(stack, core, processes, processes, files);
    }

    static String group(String file) {
        return "/sys/fs/cgroup/system.slice/kefu.service/" + file;
    }

    @Override
    public Optional<String> text(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Space space(Path directory) {
        return space;
    }

    @Override
    public Duration sync(Path directory) {
        return sync;
    }

    @Override
    public boolean writable(Path path) {
        return writable;
    }

    @Override
    public String owner(Path path) {
        return owners.getOrDefault(path.getFileName().toString(), "kefu");
    }

    @Override
    public String group(Path path) {
        return groups.getOrDefault(path.getFileName().toString(), "kefu");
    }

    @Override
    public Optional<String> listener(int port) {
        return Optional.ofNullable(listeners.get(port));
    }

    @Override
    public Optional<Duration> resolves(String name) {
        return unknownNames.contains(name) ? Optional.empty() : Optional.of(resolving);
    }

    @Override
    public boolean reaches(String name, int port) {
        return !unreached.contains(name);
    }

    @Override
    public String timeZoneData() {
        return zones;
    }
}
