package io.kefu.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a configuration: one YAML file or a directory of them. All or nothing: either every document holds, or all
 * that is wrong is reported at once. Reads files only; opens no connection. Safe for use by several threads.
 */
public final class ConfigLoader {

    /** Beyond this many problems nobody reads on. */
    private static final int MAX_PROBLEMS = 1_000;

    private final Registry registry;
    private final Expansion expansion;

    /** Expands variables from the environment of this process. */
    public ConfigLoader(List<Kind<?>> kinds) {
        this(kinds, System::getenv);
    }

    /**
     * Expands variables from the given environment.
     *
     * @param environment name to value, null when not set
     * @throws IllegalArgumentException when a kind's record breaks the rules of {@link Kind}
     */
    public ConfigLoader(List<Kind<?>> kinds, UnaryOperator<String> environment) {
        this.registry = new Registry(kinds);
        this.expansion = new Expansion(environment);
    }

    /**
     * Reads one file, or the {@code *.yaml} of a directory in name order ({@code *_test.yaml} are left out).
     *
     * @throws InvalidConfigException with everything that is wrong, in reading order
     */
    public Documents load(Path path) throws InvalidConfigException {
        return load(path, ConfigFiles::in);
    }

    /**
     * The same with the {@code *.yaml} of the directories below it, for what was laid out by keys that are paths.
     *
     * @throws InvalidConfigException with everything that is wrong, in reading order
     */
    public Documents loadAll(Path directory) throws InvalidConfigException {
        return load(directory, ConfigFiles::below);
    }

    private Documents load(Path path, BiFunction<Path, Consumer<Problem>, List<Path>> files)
            throws InvalidConfigException {
        List<Problem> problems = new ArrayList<>();
        Draft draft = new Draft(problem -> keep(problems, problem));
        for (Path file : files.apply(path, problem -> keep(problems, problem))) {
            read(file, draft, problems);
        }
        draft.resolve(Files.isDirectory(path) ? path.resolve("*.yaml").toString() : path.toString());
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return new Documents(registry, draft.documents());
    }

    /**
     * Reads what was kept.
     *
     * @param home where its folders lie, under {@value Standalone#FOLDERS}
     * @throws InvalidConfigException when this program no longer takes what it took then
     */
    public Documents load(Standalone kept, Path home) throws InvalidConfigException {
        List<Problem> problems = new ArrayList<>();
        Draft draft = new Draft(problem -> keep(problems, problem));
        Path shown = home.resolve("revision");
        kept.documents().forEach(text -> read(new SourceFile(shown, text), draft, problems));
        draft.resolve(shown.toString());
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return new Documents(registry, draft.documents());
    }

    private void read(Path path, Draft draft, List<Problem> problems) {
        try {
            read(SourceFile.read(path), draft, problems);
        } catch (Misfit e) {
            keep(problems, new Problem(Position.startOf(path.toString()), e.code(), e.wrong(), e.instead()));
        }
    }

    private void read(SourceFile file, Draft draft, List<Problem> problems) {
        DocumentReader reader = new DocumentReader(registry, expansion, problem -> keep(problems, problem));
        for (Node root : YamlText.compose(file, problem -> keep(problems, problem))) {
            reader.read(file, root, draft);
        }
    }

    private static void keep(List<Problem> problems, Problem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
