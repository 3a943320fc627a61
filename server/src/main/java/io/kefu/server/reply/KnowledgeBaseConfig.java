package io.kefu.server.reply;

import io.kefu.config.Doc;
import io.kefu.config.FieldProblem;
import io.kefu.config.Folder;
import io.kefu.config.LocalizedText;
import io.kefu.config.Within;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kind {@code KnowledgeBase}. */
@Doc("Questions and their answers, for a bot.")
public record KnowledgeBaseConfig(
        @Doc("Questions with their answers.") @Within(max = "10000")
        List<Entry> entries,

        @Doc("A folder beside this file of Markdown files (`*.md`): the heading is the question, the text below it the"
                + " answer.")
        @Folder(extension = "md")
        Optional<Path> folder) {

    public KnowledgeBaseConfig {
        FieldProblem.unless(
                !entries.isEmpty() || folder.isPresent(), "", "it holds no answer", "write `entries` or `folder`");
    }

    /** One answer. */
    public record Entry(
            @Doc("The ways in which it is asked for, in any language.") @Within(min = "1", max = "100")
            List<String> ask,

            @Doc("The answer.") @Within(max = "8000") LocalizedText answer) {}
}
