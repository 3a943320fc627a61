package io.kefu.server.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeFolderTest {
    @TempDir
    Path folder;

    @Test
    void each_heading_with_text_is_an_entry() throws IOException {
        Files.writeString(
                folder.resolve("b.md"), "# Returns\n\n## How do I return it / 怎么退货 ##\n\nWithin 7 days.\n\nFree.\n");
        Files.writeString(folder.resolve("a.md"), "intro\n# 包邮吗\n满 99 元包邮。");
        Files.writeString(folder.resolve("c.txt"), "# no\nno");
        List<Entry> entries = KnowledgeFolder.read("faq", folder);
        assertThat(entries).extracting(Entry::id).containsExactly("faq/包邮吗", "faq/How do I return it");
        assertThat(entries.get(1).ask()).containsExactly("How do I return it", "怎么退货");
        assertThat(entries.get(1).answer().in("zh")).isEqualTo("Within 7 days.\n\nFree.");
    }

    @Test
    void a_file_too_large_is_refused_by_name() throws IOException {
        Files.write(folder.resolve("big.md"), new byte[(int) KnowledgeFolder.MAX_BYTES + 1]);
        assertThatThrownBy(() -> KnowledgeFolder.read("faq", folder)).hasMessageContaining("big.md");
    }
}
