package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends with 0 when the bundle is whole, 1 when a file cannot be read or written. */
@Command(
        name = "create",
        description =
                "Packs a folder of release files (archives, packages, bill of materials, checksums) with the documentation,"
                        + " examples and migrations that this kefuctl brings.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bundle create --from target/release kefu-bundle.zip",
            "  kefuctl bundle create --from target/release --key kefu.key kefu-bundle.zip"
        })
final class BundleCreateCommand implements Callable<Integer> {

    private static final Pattern ARCHIVE = Pattern.compile("kefu-(.+)-linux-[a-z0-9]+\\.tar\\.gz");

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The folder with the release's files.")
    Path from;

    @Option(names = "--key", paramLabel = "FILE", description = "A private Ed25519 key (PEM) that signs the bundle.")
    Optional<Path> key;

    @Parameters(paramLabel = "FILE", description = "The bundle, a .zip.")
    Path file;

    BundleCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try {
            List<Path> files = files();
            BundleWriter writer = new BundleWriter(version(files));
            for (Path each : files) {
                writer.add("release/" + each.getFileName(), each);
            }
            for (String folder : List.of("docs", "config-examples", "migrations")) {
                Path share = share().resolve(folder);
                if (Files.isDirectory(share)) {
                    writer.add(folder, share);
                }
            }
            int count = writer.write(file.toAbsolutePath(), key);
            session.terminal()
                    .out()
                    .println(file + ": " + count + " files, " + (Files.size(file) >> 20) + " MiB"
                            + (key.isPresent() ? ", signed" : ", not signed"));
            return ExitCode.OK.code();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " cannot be made: " + e,
                    "see that " + from + " can be read and that there is room (df -h)",
                    e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String version(List<Path> files) {
        List<String> versions = files.stream()
                .map(each -> ARCHIVE.matcher(each.getFileName().toString()))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .distinct()
                .toList();
        if (versions.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, from + " holds no release archive", "make one: bin/release");
        }
        if (versions.size() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    from + " holds several releases: " + String.join(", ", versions),
                    "keep one of them there");
        }
        return versions.getFirst();
    }

    /** In a release, beside its jars. */
    private static Path share() {
        String own = System.getProperty("java.class.path").split(java.io.File.pathSeparator, 2)[0];
        return Path.of(own).toAbsolutePath().normalize().resolve("../../share").normalize();
    }
}
