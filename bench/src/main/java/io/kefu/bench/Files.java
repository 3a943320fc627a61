package io.kefu.bench;

import io.kefu.bench.files.PictureBench;
import java.util.Locale;

/**
 * Bytes of a conversation with a hundred pictures, with and without making large photographs smaller:
 * {@code files [--data DIR]}. The pictures are made here; the last line is JSON.
 */
public final class Files {
    private Files() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "data");
        PictureBench.Result result = PictureBench.of(Options.directory(options.text("data", ""), "files"));
        result.kinds()
                .forEach((kind, its) -> System.out.printf(
                        "%-18s %3d pictures   came %,12d bytes   kept %,12d bytes%n",
                        kind, its.pictures(), its.came(), its.kept()));
        System.out.printf(
                "the store, thumbnails included: as they came %,d bytes, smaller %,d bytes (%.1f %%); %.0f and %.0f ms a picture%n",
                result.asTheyCame(),
                result.smaller(),
                100.0 * result.smaller() / result.asTheyCame(),
                result.millisAsTheyCame(),
                result.millisSmaller());
        System.out.printf(
                Locale.ROOT,
                "{\"files_100_pictures_bytes\": {\"as_they_came\": %d, \"smaller\": %d}, \"put_ms\": {\"as_they_came\": %.1f,"
                        + " \"smaller\": %.1f}}%n",
                result.asTheyCame(),
                result.smaller(),
                result.millisAsTheyCame(),
                result.millisSmaller());
    }
}
