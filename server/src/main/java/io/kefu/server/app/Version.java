package io.kefu.server.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build. */
public final class Version {

    private Version() {}

    /** Such as {@code 0.1.0}. */
    public static String current() {
        return property("version");
    }

    /** What a release was built from, such as {@code 0123456789ab}; empty for what was built in a checkout. */
    public static String commit() {
        return property("commit");
    }

    private static String property(String name) {
        try (InputStream file = Version.class.getResourceAsStream("/kefu-version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty(name, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
