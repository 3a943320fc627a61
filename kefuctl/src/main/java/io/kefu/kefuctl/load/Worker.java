package io.kefu.kefuctl.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Does one job, order by order, on the thread that calls it. */
sealed interface Worker extends AutoCloseable {

    Answer carryOut(Order order) throws IOException, InterruptedException;

    /** Between two orders: answers pings. */
    void idle() throws IOException;

    @Override
    void close() throws IOException;

    /** Ready for its first order. */
    static Worker of(Job job) throws IOException {
        return switch (job) {
            case Job.Talking(Scene scene) -> new Talking(scene, Generator.connect(scene));
            case Job.Standing standing ->
                new Standing(new Crowd(standing.server(), standing.codec(), standing.tokens(), standing.number()));
        };
    }

    /** People who talk. */
    record Talking(Scene scene, Generator generator) implements Worker {

        @Override
        public Answer carryOut(Order order) throws IOException, InterruptedException {
            return switch (order.kind()) {
                case CLOSED -> Answer.of(generator.closed(order.count(), order.nanos()));
                case OPEN -> Answer.of(generator.open(order.number(), order.nanos()));
                case DRAIN -> {
                    generator.drain(order.nanos());
                    yield Answer.of(generator.tally(), JournalCheck.Report.NONE);
                }
                case HOLD -> {
                    generator.rest(order.nanos());
                    yield Answer.of(generator.tally(), JournalCheck.Report.NONE);
                }
                case CHECK -> {
                    List<Talk> talks = generator.talks();
                    yield Answer.of(Tally.NONE, new JournalCheck(scene).of(talks, order.count()));
                }
                case ARRIVE, STORM ->
                    throw new IllegalArgumentException(order.kind() + " is for those who say nothing");
            };
        }

        @Override
        public void idle() throws IOException {
            generator.rest(TimeUnit.MILLISECONDS.toNanos(50));
        }

        @Override
        public void close() throws IOException {
            generator.close();
        }
    }

    /** Visitors who are only there. */
    record Standing(Crowd crowd) implements Worker {

        @Override
        public Answer carryOut(Order order) throws IOException {
            return switch (order.kind()) {
                case ARRIVE -> answer(crowd.arrive(order.count(), (int) Math.max(1, order.number()), order.nanos()));
                case STORM -> answer(crowd.storm(order.nanos()));
                case HOLD -> {
                    crowd.hold(order.nanos());
                    yield answer(Answer.nobody());
                }
                case CLOSED, OPEN, DRAIN, CHECK ->
                    throw new IllegalArgumentException(order.kind() + " is for those who talk");
            };
        }

        private Answer answer(Arrivals.Report arrivals) {
            return Answer.of(arrivals, crowd.live(), crowd.lost());
        }

        @Override
        public void idle() throws IOException {
            crowd.hold(TimeUnit.MILLISECONDS.toNanos(50));
        }

        @Override
        public void close() throws IOException {
            crowd.close();
        }
    }
}
