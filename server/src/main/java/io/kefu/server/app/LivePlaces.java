package io.kefu.server.app;

import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.Views;
import io.kefu.server.flow.Command;
import io.kefu.server.flow.Flow;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.AccountsException;
import io.kefu.storage.erasure.ErasurePlace;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.Subject;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.files.Forgotten;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where something of a visitor lies while the server runs. First the visitor is stopped, so that nothing new comes. */
final class LivePlaces {

    private LivePlaces() {}

    /** All of them, in their order. */
    static List<ErasurePlace> of(Stores stores, Road road) {
        List<ErasurePlace> places = new ArrayList<>();
        places.add(new InAccounts("accounts", stores.accounts()));
        places.add(new InState(road.flow, road.delivery, road.views));
        places.addAll(stores.storage().places());
        places.add(new InFiles(stores));
        return places;
    }

    private record InAccounts(String name, Accounts accounts) implements ErasurePlace {
        @Override
        public List<Part> erase(Subject subject) {
            return answered(() -> {
                long rows = accounts.erase(subject.visitorId(), subject.conversations());
                accounts.database().scrub();
                return List.of(Part.done(name, rows));
            });
        }
    }

    private record InFiles(Stores stores) implements ErasurePlace {
        @Override
        public String name() {
            return "files";
        }

        @Override
        public List<Part> erase(Subject subject) {
            return answered(() -> {
                Forgotten gone =
                        stores.files().forgetVisitor(subject.visitorId(), subject.conversations(), subject.held());
                stores.accounts().database().scrub();
                return List.of(
                        new Part(name(), gone.files(), waiting(stores.files().tidy())));
            });
        }

        /** Nobody knows whose they were: any may be this visitor's, of an attempt before. */
        private String waiting(int contents) {
            String trouble = stores.files().trouble();
            return contents == 0 ? "" : contents + " wait for their store" + (trouble.isEmpty() ? "" : ": " + trouble);
        }
    }

    private interface Access {
        List<Part> run();
    }

    private static List<Part> answered(Access access) {
        try {
            return access.run();
        } catch (AccountsException e) {
            throw new StorageException(e.getMessage(), e);
        }
    }

    /** The flow's memory and snapshots, and what others look at. */
    private record InState(Flow flow, Delivery delivery, Views views) implements ErasurePlace {
        private static final int ANSWER_SECONDS = 15;

        @Override
        public String name() {
            return "state";
        }

        @Override
        public List<Part> erase(Subject subject) throws InterruptedException {
            for (String each : subject.conversations()) {
                if (views.here(each)
                        .filter(now -> now.getState() != Phases.CLOSED)
                        .isPresent()) {
                    answer(reply ->
                            new Command.ToConversation(each, new ConversationEvent.Close("agent", ""), reply, "", 0));
                }
            }
            answer(reply -> new Command.Forget(subject.conversations(), reply));
            delivery.forget(subject.conversations());
            return List.of(Part.done(name(), subject.conversations().size()));
        }

        private void answer(Function<Consumer<Outcome>, Command> command) throws InterruptedException {
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            if (!flow.submit(command.apply(answer::complete))) {
                throw new StorageException("too much waits for the flow");
            }
            try {
                if (answer.get(ANSWER_SECONDS, TimeUnit.SECONDS) instanceof Outcome.Refused refused) {
                    throw new StorageException(refused.message());
                }
            } catch (TimeoutException | ExecutionException e) {
                throw new StorageException("the flow did not answer", e);
            }
        }
    }
}
