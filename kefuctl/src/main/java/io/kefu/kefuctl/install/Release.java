package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a release says of itself in its {@code release.json}.
 *
 * @param version such as {@code 0.1.0}
 * @param build 16 hexadecimal digits over everything in it: two builds that differ in a byte differ here
 * @param platform such as {@code linux-x64}
 * @param dataFormat of the data directory; a server reads its own and older ones
 */
record Release(String version, String build, String platform, int dataFormat) {

    private static final int SHOWN_OF_BUILD = 8;

    /** Names its directory: other builds of one version lie beside it. */
    String name() {
        return version + "-" + build.substring(0, SHOWN_OF_BUILD);
    }

    static Release in(Path folder) {
        Path file = folder.resolve("release.json");
        try {
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    folder + " is no release (it has no release.json)",
                    "name an archive or an unpacked release: --from kefu-VERSION-linux-x64.tar.gz",
                    e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " cannot be read: " + e.getMessage(), "", e);
        }
    }

    /**
     * From the text of a {@code release.json}.
     *
     * @param where it was found, for the error
     */
    static Release parse(String text, String where) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            Release release = new Release(
                    json.path("version").asString(""),
                    json.path("build").asString(""),
                    json.path("platform").asString(""),
                    json.path("data_format").asInt(0));
            if (release.version.matches("[0-9A-Za-z.+~-]{1,64}")
                    && release.build.matches("[0-9a-f]{16}")
                    && release.dataFormat > 0) {
                return release;
            }
            throw broken(where, "version, build or data_format is missing", null);
        } catch (JacksonException e) {
            throw broken(where, e.getOriginalMessage(), e);
        }
    }

    private static CommandFailure broken(String where, String why, Exception cause) {
        return new CommandFailure(ExitCode.FAILED, where + " is damaged: " + why, "fetch the release again", cause);
    }

    /** That of this processor, under Linux. */
    static String ownPlatform() {
        String machine = System.getProperty("os.arch");
        return "linux-" + (machine.equals("amd64") ? "x64" : machine.equals("aarch64") ? "arm64" : machine);
    }
}
