package io.kefu.kefuctl.install;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** The last of what a supervised server has written. */
final class LogTail {

    private static final int BYTES = 8_192;
    private static final int LINES = 5;

    private LogTail() {}

    /** Empty when there is none. Holds no secret: what is logged never does. */
    static String of(Layout layout) {
        Path log = layout.logs().resolve("kefu.log");
        // Its folder is the server's own: a link there is not followed to what only root may read.
        try (SeekableByteChannel file = Files.newByteChannel(log, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            file.position(Math.max(0, file.size() - BYTES));
            byte[] bytes = Channels.newInputStream(file).readNBytes(BYTES);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.stream()
                    .skip(Math.max(0, lines.size() - LINES))
                    .filter(line -> !line.contains("password"))
                    .collect(Collectors.joining("\n    ", "\n    ", ""));
        } catch (IOException e) {
            return "";
        }
    }
}
