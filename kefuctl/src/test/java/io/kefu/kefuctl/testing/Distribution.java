package io.kefu.kefuctl.testing;

import io.kefu.kefuctl.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A distribution like {@code target/dist}, with the real launcher, over the classes that are being tested. */
public record Distribution(Path folder) {

    private static final Path LAUNCHER = Path.of("..", "bin", "launcher");

    public static Distribution in(Path folder) throws IOException {
        for (String part : new String[] {"bin", "lib", "conf"}) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.copy(LAUNCHER.resolve("kefuctl"), folder.resolve("bin/kefuctl"));
        try (Stream<Path> options = Files.list(LAUNCHER)) {
            for (Path each :
                    options.filter(file -> file.toString().endsWith(".options")).toList()) {
                Files.copy(each, folder.resolve("conf").resolve(each.getFileName()));
            }
        }
        jar(folder.resolve("lib/kefuctl.jar"));
        return new Distribution(folder);
    }

    /** A jar that only names the class path of this test. */
    private static void jar(Path file) throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(path.split(":"))
                                .filter(entry -> !entry.contains("test-classes"))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    public Child start(String... arguments) throws IOException {
        return start(java.util.Map.of(), arguments);
    }

    public Child start(java.util.Map<String, String> environment, String... arguments) throws IOException {
        return Child.start(folder.resolve("bin/kefuctl"), environment, arguments);
    }
}
