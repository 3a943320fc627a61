package io.kefu.kefuctl.load;

import io.kefu.kefuctl.load.wire.Codec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What one worker is there for. */
public sealed interface Job {

    /** People who talk. */
    record Talking(Scene scene) implements Job {}

    /**
     * Visitors who are only there.
     *
     * @param number of the worker, from 0
     */
    record Standing(URI server, Codec codec, List<String> tokens, int number) implements Job {}

    /** The same work for so many workers, as evenly as it goes; fewer when there is less to share. */
    default List<Job> split(int workers) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            switch (this) {
                case Talking(Scene scene) -> {
                    List<Scene.Part> some = every(scene.parts(), i, workers);
                    if (!some.isEmpty()) {
                        jobs.add(new Talking(Scene.of(scene.server(), scene.codec(), some)));
                    }
                }
                case Standing(URI server, Codec codec, List<String> tokens, int number) ->
                    jobs.add(new Standing(server, codec, every(tokens, i, workers), number + i));
            }
        }
        return jobs;
    }

    private static <T> List<T> every(List<T> all, int first, int step) {
        List<T> some = new ArrayList<>();
        for (int i = first; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }
}
