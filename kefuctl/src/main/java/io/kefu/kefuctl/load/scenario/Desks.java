package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Generator;
import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.http.Call;
import io.kefu.kefuctl.load.http.Caller;
import io.kefu.kefuctl.load.http.PictureForm;
import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Agents with conversations that have messages, and with pictures, for whoever reads all that. */
final class Desks {
    private static final int PICTURE_BYTES = 100_000;
    private static final int PICTURES_EACH = 5;
    private static final int IN_FLIGHT = 4;
    private static final long SOME_TIME = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long DRAINED_WITHIN = TimeUnit.SECONDS.toNanos(30);
    private static final long READY_WITHIN = TimeUnit.MINUTES.toNanos(3);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Setting setting;
    private final List<Scene.Part> conversations;
    private final List<String> agents;
    private final Rest rest;

    Desks(Setting setting, List<Scene.Part> conversations, List<String> agents) {
        this.setting = setting;
        this.conversations = conversations;
        this.agents = agents;
        this.rest = new Rest(setting.target().server());
    }

    /** One for each agent, once every conversation has a page of messages and the tiers have all of it. */
    List<Caller> callers() throws IOException, InterruptedException {
        talk();
        setting.say("uploading pictures");
        PictureForm form = PictureForm.of(PICTURE_BYTES);
        List<Caller> callers = new ArrayList<>();
        for (String agent : agents) {
            List<String> own = conversations.stream()
                    .filter(part -> part.agent().equals(agent))
                    .map(Scene.Part::conversation)
                    .toList();
            awaitWhole(Caller.list(), agent, Math.min(Call.PAGE, own.size()));
            awaitWhole(Caller.history(own.getFirst()), agent, Call.PAGE);
            callers.add(new Caller(setting.target().server(), agent, own, pictures(agent, form), form));
        }
        return callers;
    }

    private void talk() throws IOException, InterruptedException {
        setting.say("writing %d messages into each".formatted(Call.PAGE));
        long deadline = System.nanoTime() + READY_WITHIN;
        Scene scene = Scene.of(setting.target().server(), setting.codec(), conversations);
        try (Generator talking = Generator.connect(scene)) {
            while (talking.fewest() < Call.PAGE && System.nanoTime() - deadline < 0) {
                talking.closed(IN_FLIGHT, SOME_TIME);
            }
            talking.drain(DRAINED_WITHIN);
            while (setting.target().backlog() > 0 && System.nanoTime() - deadline < 0) {
                talking.rest(PAUSE);
            }
        }
    }

    private List<String> pictures(String agent, PictureForm form) throws IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < PICTURES_EACH; i++) {
            files.add(rest.upload(agent, PictureForm.TYPE, form.next())
                    .path("file_id")
                    .asString());
        }
        return files;
    }

    /** Before anything is measured: what a call is answered is what it is meant to be. */
    private void awaitWhole(String path, String agent, int items) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN;
        JsonNode answer = rest.get(path, agent);
        while (answer.path("items").size() < items || answer.path("partial").asBoolean(false)) {
            if (System.nanoTime() - deadline > 0) {
                throw new LoadException(path
                        + " has %d of %d items".formatted(answer.path("items").size(), items));
            }
            LockSupport.parkNanos(PAUSE);
            answer = rest.get(path, agent);
        }
    }
}
