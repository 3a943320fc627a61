package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.CLOCK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What time it is. */
final class ClockChecks {

    /** Made by those who keep the clock right, while they do. */
    private static final List<String> KEEPERS = List.of(
            "/run/systemd/timesync/synchronized",
            "/run/chrony/chronyd.pid",
            "/run/chronyd.pid",
            "/run/ntpd.pid",
            "/run/openntpd.sock",
            "/var/run/ntpd.sock");

    private static final Duration TOLERATED = Duration.ofSeconds(60);

    private ClockChecks() {}

    static List<Check> all() {
        return List.of(synchronised(), future(), server(), zones(), entropy());
    }

    private static Check synchronised() {
        return Check.of(CLOCK, "KEFU-D030", "somebody keeps the clock right")
                .measures("Whether systemd-timesyncd has synchronised, or chronyd or ntpd runs: warns when none does.")
                .why("Messages are shown at the wrong time, links that expire and signed identities are refused.")
                .fix("timedatectl set-ntp true, or apt-get install chrony; in a container this is the host's to do")
                .beforeInstall()
                .probe(scene -> KEEPERS.stream()
                        .filter(scene.host()::exists)
                        .findFirst()
                        .map(found -> Finding.ok("%s", found))
                        .orElseGet(() -> scene.host().exists("/.dockerenv")
                                        || scene.host().exists("/run/.containerenv")
                                ? Finding.skip("in a container: its host keeps the clock")
                                : Finding.warn("neither timesyncd, chronyd nor ntpd is to be seen")));
    }

    private static Check future() {
        return Check.of(CLOCK, "KEFU-D031", "the clock has not gone back")
                .measures("The newest file of the data directory: warns when it was written over 60 s from now.")
                .why("Messages after the jump bear times before earlier ones, and days age by times that did not come.")
                .fix("set the clock right (timedatectl), before the server is started")
                .probe(ClockChecks::future);
    }

    private static Finding future(Scene scene) throws IOException {
        if (!Files.isDirectory(scene.data())) {
            return Finding.skip("there is no data directory");
        }
        Instant now = scene.host().now();
        Duration ahead = Duration.between(now, newest(scene.data()));
        return ahead.compareTo(TOLERATED) > 0
                ? Finding.warn("a file was written %d s from now", ahead.toSeconds())
                : Finding.ok("nothing was written in the future");
    }

    private static Instant newest(Path data) throws IOException {
        Instant newest = Instant.EPOCH;
        try (Stream<Path> files = Files.walk(data, 2)) {
            for (Path each : files.limit(1_000).toList()) {
                FileTime written = Files.getLastModifiedTime(each);
                newest = written.toInstant().isAfter(newest) ? written.toInstant() : newest;
            }
        }
        return newest;
    }

    private static Check server() {
        return Check.of(CLOCK, "KEFU-D032", "the server's clock and this one's")
                .measures("The difference between both clocks: warns over 5 s.")
                .why("Times that this command prints and those in the server's log do not fit together.")
                .fix("have both machines keep their clocks right (KEFU-D030)")
                .probe(scene -> {
                    String at = scene.server()
                            .map(running -> running.inside().path("at").asString(""))
                            .orElse("");
                    if (at.isEmpty()) {
                        return Finding.skip("no server tells its time");
                    }
                    Duration apart = Duration.between(
                                    Instant.parse(at), scene.host().now())
                            .abs();
                    return Finding.atMost(Verdict.WARN, apart.toSeconds(), 5, "%d s apart", apart.toSeconds());
                });
    }

    private static Check zones() {
        return Check.of(CLOCK, "KEFU-D033", "time zone data")
                .measures("The year of the Java runtime's time zone data: warns when it is over two years back.")
                .why("Opening hours follow rules that a country has changed since.")
                .fix("upgrade Kefu, which brings a newer runtime")
                .beforeInstall()
                .probe(scene -> {
                    String version = scene.host().timeZoneData();
                    int year = Integer.parseInt(version.substring(0, 4));
                    int now = scene.host().now().atZone(ZoneOffset.UTC).getYear();
                    return Finding.atMost(Verdict.WARN, now - year, 2, "%s", version);
                });
    }

    private static Check entropy() {
        return Check.of(CLOCK, "KEFU-D034", "randomness")
                .measures("`kernel.random.entropy_avail`: warns under 128.")
                .why("Tokens, passwords and TLS handshakes wait for randomness at the start.")
                .fix("apt-get install rng-tools5, or give the virtual machine a virtio-rng device")
                .beforeInstall()
                .probe(scene -> {
                    OptionalLong bits = new Proc(scene.host()).number("/proc/sys/kernel/random/entropy_avail");
                    return Optional.of(bits)
                            .filter(OptionalLong::isPresent)
                            .map(found ->
                                    Finding.atLeast(Verdict.WARN, found.getAsLong(), 128, "%d bits", found.getAsLong()))
                            .orElseGet(() -> Finding.skip("the kernel does not tell"));
                });
    }
}
