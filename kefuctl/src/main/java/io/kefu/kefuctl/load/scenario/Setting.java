package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.server.Target;
import io.kefu.kefuctl.load.wire.Codec;
import java.util.function.Consumer;

/**
 * What every scenario is given.
 *
 * @param processes that the load is shared among
 * @param progress told what is being done, for people
 */
public record Setting(Target target, Codec codec, int processes, Consumer<String> progress) {

    void say(String what) {
        progress.accept(what);
    }
}
