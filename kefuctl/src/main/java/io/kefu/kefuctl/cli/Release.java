package io.kefu.kefuctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which kefuctl this is. */
final class Release {

    private Release() {}

    /** Such as {@code 0.1.0}: that of the server which it was built with. */
    static String version() {
        try (InputStream file = Release.class.getResourceAsStream("/kefu-version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
