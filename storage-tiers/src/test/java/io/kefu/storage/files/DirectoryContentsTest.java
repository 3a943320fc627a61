package io.kefu.storage.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;

class DirectoryContentsTest extends ContentsContract {
    private Path root() {
        return folder.resolve("files");
    }

    @Override
    Contents open() throws IOException {
        return new DirectoryContents(Files.createDirectories(root()));
    }

    @Override
    void damage(String digest) throws IOException {
        Path home = root().resolve(DirectoryContents.name(digest));
        Files.writeString(home, "precioux");
        Files.setLastModifiedTime(home, FileTime.from(Instant.now().plusSeconds(60)));
    }

    @Override
    long count() throws IOException {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
