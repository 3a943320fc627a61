package io.kefu.server.reply;

import io.kefu.config.Document;
import io.kefu.config.Documents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bots of a configuration: each AutoReply with the entries of its KnowledgeBases, in the order written. */
final class DeclaredBots {
    private DeclaredBots() {}

    static List<BotSettings> in(Documents documents) throws IOException {
        List<BotSettings> bots = new ArrayList<>();
        for (Document<AutoReplyConfig> bot : documents.of(AutoReplyConfig.class)) {
            List<Entry> entries = new ArrayList<>();
            for (String base : bot.spec().knowledgeBases()) {
                Optional<Document<KnowledgeBaseConfig>> found = documents.find(KnowledgeBaseConfig.class, base);
                if (found.isPresent()) { // the loader reports a base that is not there
                    entries.addAll(entries(base, found.get().spec()));
                }
            }
            bots.add(BotSettings.of(bot.name(), bot.spec(), entries));
        }
        return bots;
    }

    private static List<Entry> entries(String base, KnowledgeBaseConfig knowledge) throws IOException {
        List<Entry> entries = new ArrayList<>();
        knowledge.entries().forEach(entry -> entries.add(Entry.of(base, entry.ask(), entry.answer())));
        Optional<Path> folder = knowledge.folder();
        if (folder.isPresent()) {
            entries.addAll(KnowledgeFolder.read(base, folder.get()));
        }
        return entries;
    }
}
