package io.kefu.config;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A directory of YAML files to load in a test. */
record Yaml(Path directory, Map<String, String> environment) {

    static Yaml in(Path directory) {
        return new Yaml(directory, Map.of());
    }

    Yaml with(String file, String text) {
        try {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** {@code shop.yaml} with one Shop; its spec starts on line 5, indented by two. */
    Yaml shop(String spec) {
        return with(
                "shop.yaml", "apiVersion: kefu.io/v1\nkind: Shop\nmetadata: {name: corner}\nspec:\n" + spec.indent(2));
    }

    Documents load() {
        try {
            return loader().load(directory);
        } catch (InvalidConfigException e) {
            return fail("the configuration does not hold:\n" + e.getMessage());
        }
    }

    Shop.Spec spec() {
        return load().of(Shop.Spec.class).getFirst().spec();
    }

    /** The problems, with the directory's path taken out. */
    List<String> problems() {
        try {
            loader().load(directory);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(directory + "/", ""))
                    .toList();
        }
    }

    private ConfigLoader loader() {
        return new ConfigLoader(Shop.KINDS, environment::get);
    }
}
