package io.kefu.kefuctl.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check says that all is well where it is, and speaks up where it is not. */
class DoctorChecksTest {

    @FunctionalInterface
    private interface Trouble {
        void make(Scenery scenery) throws IOException;
    }

    private static final Map<String, Trouble> TROUBLES = new TreeMap<>();

    private static void when(String id, Trouble trouble) {
        TROUBLES.put(id, trouble);
    }

    private static void replaces(String id, String path, String with) {
        when(id, scenery -> scenery.file(path, with));
    }

    private static void inStatus(String id, String from, String to) {
        when(id, scenery -> scenery.status = replaced(scenery.status, from, to));
    }

    private static void inStorage(String id, String from, String to) {
        when(id, scenery -> scenery.storage = replaced(scenery.storage, from, to));
    }

    private static void inside(String id, String from, String to) {
        when(id, scenery -> scenery.inside = replaced(scenery.inside, from, to));
    }

    private static void inConfig(String id, String from, String to) {
        when(id, scenery -> scenery.config(text -> replaced(text, from, to)));
    }

    private static String replaced(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: kefu.io/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private static void adding(String id, String kind, String name, String spec) {
        when(id, scenery -> scenery.config(text -> text + document(kind, name, spec)));
    }

    static {
        replaces("KEFU-D001", "/proc/self/limits", FakeHost.limits("8192", "0", "63000", "8388608"));
        replaces("KEFU-D002", "/proc/sys/net/core/somaxconn", "128\n");
        replaces("KEFU-D003", "/proc/sys/net/ipv4/tcp_max_syn_backlog", "256\n");
        replaces("KEFU-D004", "/proc/sys/net/ipv4/ip_local_port_range", "60000 60999\n");
        replaces("KEFU-D005", "/proc/self/limits", FakeHost.limits("1048576", "0", "200", "8388608"));
        replaces("KEFU-D006", "/proc/self/limits", FakeHost.limits("1048576", "0", "63000", "unlimited"));
        replaces("KEFU-D007", "/proc/sys/vm/max_map_count", "1000\n");
        replaces("KEFU-D008", "/proc/self/limits", FakeHost.limits("1048576", "unlimited", "63000", "8388608"));
        replaces("KEFU-D009", FakeHost.group("pids.max"), "100\n");
        replaces("KEFU-D010", "/proc/sys/kernel/osrelease", "4.15.0-20\n");
        replaces("KEFU-D020", "/proc/meminfo", "MemAvailable: 100000 kB\n");
        replaces("KEFU-D021", "/proc/meminfo", "SwapTotal: 4000000 kB\nSwapFree: 1000000 kB\n");
        replaces("KEFU-D022", "/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
        replaces("KEFU-D023", "/proc/sys/vm/overcommit_memory", "2\n");
        replaces("KEFU-D024", FakeHost.group("memory.max"), "134217728\n");
        replaces("KEFU-D025", FakeHost.group("memory.events"), "oom 3\noom_kill 2\n");
        replaces("KEFU-D026", FakeHost.group("cpu.stat"), "nr_periods 1000\nnr_throttled 400\n");
        replaces("KEFU-D027", "/proc/loadavg", "9.00 20.00 8.00 1/200 4242\n");
        replaces("KEFU-D028", "/proc/stat", "cpu  100 0 100 100 0 0 0 100 0 0\n");
        replaces("KEFU-D029", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        when("KEFU-D030", scenery -> scenery.host.files.remove("/run/chrony/chronyd.pid"));
        when(
                "KEFU-D031",
                scenery -> Files.setLastModifiedTime(
                        scenery.data.resolve("run.json"),
                        FileTime.from(Instant.now().plus(Duration.ofDays(1)))));
        when("KEFU-D032", scenery -> scenery.host.now = scenery.host.now.plusSeconds(60));
        when("KEFU-D033", scenery -> scenery.host.zones = "2019c");
        replaces("KEFU-D034", "/proc/sys/kernel/random/entropy_avail", "12\n");
        when("KEFU-D040", scenery -> scenery.host.space = new Host.Space(100L << 30, 100L << 20, 10, 9));
        when("KEFU-D041", scenery -> scenery.host.space = new Host.Space(100L << 30, 60L << 30, 1_000, 2));
        replaces("KEFU-D042", "/proc/self/mountinfo", "22 1 0:1 / / rw shared:1 - nfs4 host:/x rw\n");
        replaces("KEFU-D043", "/proc/self/mountinfo", "22 1 8:1 / / ro shared:1 - ext4 /dev/sda1 rw\n");
        replaces("KEFU-D044", "/proc/self/mountinfo", "22 1 8:1 / / rw,noexec shared:1 - ext4 /dev/sda1 rw\n");
        when("KEFU-D045", scenery -> scenery.host.sync = Duration.ofMillis(80));
        replaces("KEFU-D046", "/proc/pressure/io", "some avg10=70.00 avg60=65.00 avg300=20.00 total=9\n");
        when("KEFU-D047", scenery -> scenery.host.space = new Host.Space(100L << 30, 10, 0, 0));
        when("KEFU-D048", scenery -> {
            try (var log = new java.io.RandomAccessFile(
                    scenery.data.resolve("journal/journal.db-wal").toFile(), "rw")) {
                log.setLength(2L << 30);
            }
        });
        replaces("KEFU-D049", "/proc/meminfo", "Dirty: 9000000 kB\n");
        when("KEFU-D050", scenery -> scenery.permit(scenery.data, "rwxrwxrwx"));
        when("KEFU-D051", scenery -> scenery.put("admin.token", "t", "rw-r--r--"));
        when("KEFU-D052", scenery -> scenery.permit(scenery.data.resolveSibling("own.key"), "rw-r--r--"));
        when("KEFU-D053", scenery -> scenery.host.writable = false);
        when("KEFU-D054", scenery -> scenery.host.owners.put("admin.token", "root"));
        when("KEFU-D055", scenery -> scenery.host.files.remove("/proc/42"));
        when("KEFU-D056", scenery -> {
            scenery.put("run.json.next", "", "rw-------");
            Files.setLastModifiedTime(
                    scenery.data.resolve("run.json.next"),
                    FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        });
        when("KEFU-D060", scenery -> scenery.host.listeners.put(8443, "process 7 (nginx)"));
        when("KEFU-D061", scenery -> scenery.host.listeners.put(8081, "process 7 (nginx)"));
        inConfig("KEFU-D062", "  listeners:\n", "  listeners:\n    admin: {host: 0.0.0.0}\n");
        when("KEFU-D063", scenery -> scenery.config(text -> text.replaceAll("      tls: .*\n", "")));
        when("KEFU-D064", scenery -> scenery.host.unknownNames.add("localhost"));
        when("KEFU-D065", scenery -> scenery.host.unknownNames.add("db.example.com"));
        when("KEFU-D066", scenery -> scenery.host.unreached.add("db.example.com"));
        when("KEFU-D070", scenery -> scenery.host.now = Instant.parse("2036-11-10T00:00:00Z"));
        inConfig("KEFU-D071", "chain.pem", "leaf.pem");
        inConfig("KEFU-D072", "chain.pem", "weak.pem");
        inConfig("KEFU-D073", "chain.pem", "weak.pem");
        when("KEFU-D074", scenery -> scenery.hostname = Optional.of("other.example.org"));
        inConfig("KEFU-D080", "kind: Group\n", "kind: Grop\n");
        inConfig("KEFU-D081", "http://localhost:3000", "http://www.example.com");
        inConfig("KEFU-D082", "s3cr3t-of-the-test", "not-set");
        when("KEFU-D083", scenery -> scenery.config(text -> text.replaceAll("  visitorSecret: .*\n", "")));
        inConfig("KEFU-D084", "groups: [support]", "groups: []");
        adding("KEFU-D085", "Group", "attic", "{}");
        adding("KEFU-D086", "RoutingPolicy", "old", "{otherwise: {group: support}}");
        inConfig("KEFU-D087", "visitor.tags.vip == true", "\"false\"");
        inConfig("KEFU-D088", "Where is my parcel?", "how long  does delivery take");
        adding("KEFU-D089", "KnowledgeBase", "attic", "{entries: [{ask: [x], answer: y}]}");
        adding("KEFU-D090", "Agent", "bob", "{groups: []}");
        inConfig("KEFU-D091", "role: admin", "role: agent");
        when(
                "KEFU-D092",
                scenery -> scenery.config(text ->
                        text + document("Group", "a", "{overflow: b}") + document("Group", "b", "{overflow: a}")));
        when("KEFU-D100", scenery -> scenery.runs = false);
        when("KEFU-D101", scenery -> scenery.status = replaced(scenery.status, "healthy", "degraded"));
        inStatus("KEFU-D102", "\"0.1.0\"", "\"0.4.0\"");
        inStatus("KEFU-D103", "REVISION", "0123456789abcdef");
        inside("KEFU-D104", "104857600", "1000000000");
        inside("KEFU-D105", "\"threads\": 40", "\"threads\": 4000");
        inside("KEFU-D106", "\"open\": 100", "\"open\": 1000000");
        inside("KEFU-D107", "\"errors\": 0", "\"errors\": 3");
        inside("KEFU-D108", "\"warnings\": 2", "\"warnings\": 2000");
        inStatus("KEFU-D109", "\"loops\"", "\"threads\"");
        inStatus("KEFU-D110", "\"overloaded\": false", "\"overloaded\": true");
        inStatus("KEFU-D111", "0.01", "0.2");
        inStatus("KEFU-D112", "\"visitor_to_agent\": {\"p99\": 9}", "\"visitor_to_agent\": {\"p99\": 3000}");
        inStatus("KEFU-D113", "\"agent_to_visitor\": {\"p99\": 8}", "\"agent_to_visitor\": {\"p99\": 9000}");
        when(
                "KEFU-D114",
                scenery -> scenery.status = replaced(
                        replaced(scenery.status, "\"queued\": 0", "\"queued\": 3"), "\"online\": 1", "\"online\": 0"));
        inside("KEFU-D115", "\"agents_without_password\": []", "\"agents_without_password\": [\"anna\"]");
        inside("KEFU-D116", "\"channels_last_used\": {\"web\"", "\"channels_last_used\": {\"app\"");
        inStorage("KEFU-D120", "\"available\": true, \"lag", "\"available\": false, \"lag");
        inStorage("KEFU-D121", "\"lag_seconds\": 0.1", "\"lag_seconds\": 500");
        inStorage("KEFU-D122", "8.4.6", "5.7.1");
        inStorage("KEFU-D123", "\"set_aside\": 0", "\"set_aside\": 2");
        inStorage("KEFU-D124", "\"disagreeing\": []", "\"disagreeing\": [\"2026-10-01\"]");
        inStorage("KEFU-D125", "\"changes\": []", "\"changes\": [{\"tier\": \"warm\", \"reason\": \"it is away\"}]");
        inStorage("KEFU-D126", "\"left\": []", "\"left\": [\"warm sqlite\"]");
        inStorage("KEFU-D127", "\"engine\": \"disk\", \"available\": true", "\"engine\": \"s3\", \"available\": false");
        inStorage("KEFU-D128", "\"pending\": 0", "\"pending\": 1, \"oldest_asked_at\": \"2020-01-01T00:00:00Z\"");
        when("KEFU-D129", scenery -> scenery.holds = "{\"items\": [{\"since\": \"2020-01-01T00:00:00Z\"}]}");
        when("KEFU-D130", scenery -> scenery.inside = scenery.inside.replaceAll("\"last_backup\": .*", "\"x\": 1}"));
    }

    @TempDir
    Path folder;

    private Scenery scenery() throws IOException {
        return new Scenery(folder.resolve("data"));
    }

    static Stream<Check> checks() {
        return Checks.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void all_is_well_where_it_is(Check check) throws IOException {
        Finding found = check.look(scenery().scene());
        assertThat(found.verdict()).as(check.id() + ": " + found.measured()).isEqualTo(Verdict.OK);
        assertThat(found.measured()).isNotBlank().doesNotContain("\n");
    }

    @ParameterizedTest
    @MethodSource("checks")
    void what_is_wrong_is_told(Check check) throws IOException {
        assertThat(TROUBLES).as("a case in which the check speaks up").containsKey(check.id());
        Scenery scenery = scenery();
        TROUBLES.get(check.id()).make(scenery);
        Finding found = check.look(scenery.scene());
        assertThat(found.verdict()).as(check.id() + ": " + found.measured()).isIn(Verdict.WARN, Verdict.FAIL);
        assertThat(found.measured()).isNotBlank().doesNotContain("\n");
    }

    /** As kefuctl install leaves it. */
    @Test
    void a_secret_of_roots_that_the_servers_group_may_read_is_right_and_is_left_so() throws IOException {
        Check check = Checks.ALL.stream()
                .filter(each -> each.id().equals("KEFU-D051"))
                .findFirst()
                .orElseThrow();
        Scenery scenery = scenery();
        scenery.put("config/secrets/visitor.key", "k", "rw-r-----");
        scenery.host.owners.put("visitor.key", "root");
        assertThat(check.look(scenery.scene()).verdict()).isEqualTo(Verdict.OK);
        scenery.put("config/secrets/visitor.key", "k", "rw-rw-r--");
        assertThat(check.look(scenery.scene()).verdict()).isEqualTo(Verdict.FAIL);
        String done = check.repair().orElseThrow().run(scenery.scene());
        assertThat(done).contains("visitor.key");
        Path key = scenery.data.resolve("config/secrets/visitor.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-r-----");
        assertThat(check.look(scenery.scene()).verdict()).isEqualTo(Verdict.OK);
        scenery.host.groups.put("visitor.key", "users");
        assertThat(check.look(scenery.scene()).verdict()).isEqualTo(Verdict.FAIL);
        scenery.host.groups.clear();
        scenery.host.owners.clear();
        assertThat(check.look(scenery.scene()).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void ids_are_given_once_and_every_check_says_why_and_what_to_do() {
        assertThat(Checks.ALL)
                .hasSizeGreaterThanOrEqualTo(40)
                .extracting(Check::id)
                .doesNotHaveDuplicates();
        assertThat(Checks.ALL).allSatisfy(check -> {
            assertThat(check.id()).matches("KEFU-D\\d{3}");
            assertThat(check.measures()).endsWith(".");
            assertThat(check.why()).endsWith(".");
            assertThat(check.fix()).isNotBlank();
        });
    }

    @Test
    void where_there_is_nothing_to_look_at_no_check_fails_or_throws() throws IOException {
        FakeHost bare = new FakeHost();
        bare.files.clear();
        Scene nothing = new Scene(
                bare,
                folder.resolve("none"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        assertThat(Checks.ALL)
                .allSatisfy(check -> assertThat(check.look(nothing).verdict()).isNotEqualTo(Verdict.FAIL));
    }
}
