package io.kefu.kefuctl.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.load.wire.Codec;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:8080");

    @Test
    void an_answer_crosses_between_processes_and_adds_up() {
        Histogram delays = Result.histogram();
        delays.recordValue(1_500);
        Result result = new Result(2, 10, 20, Result.histogram(), delays, List.of(4L, 6L));
        Answer answer = Wire.JSON.readValue(Wire.JSON.writeValueAsString(Answer.of(result)), Answer.class);
        assertThat(answer.result().delays().getValueAtPercentile(50)).isEqualTo(delays.getValueAtPercentile(50));
        Result both = answer.plus(Answer.of(result)).result();
        assertThat(both.completed()).isEqualTo(20);
        assertThat(both.perSecond()).containsExactly(8L, 12L);
        assertThat(both.delays().getTotalCount()).isEqualTo(2);
        assertThat(both.perSecondCompleted()).isEqualTo(10);
    }

    @Test
    void a_job_is_shared_out_whole_and_evenly() {
        List<String> tokens = IntStream.range(0, 10).mapToObj(i -> "t" + i).toList();
        List<Job> jobs = new Job.Standing(SERVER, Codec.JSON, tokens, 0).split(3);
        assertThat(jobs).hasSize(3);
        assertThat(jobs.stream().flatMap(job -> ((Job.Standing) job).tokens().stream()))
                .containsExactlyInAnyOrderElementsOf(tokens);
        assertThat(jobs.stream().map(job -> ((Job.Standing) job).number())).containsExactly(0, 1, 2);
        Job talking = new Job.Talking(Scene.of(SERVER, Codec.PROTO, List.of(Scene.Part.pair("c", "v", "a"))));
        assertThat(talking.split(4)).hasSize(1);
        String line = Wire.JSON.writeValueAsString(WorkerProcess.Envelope.of(talking));
        assertThat(Wire.JSON.readValue(line, WorkerProcess.Envelope.class).job())
                .isEqualTo(talking);
    }

    @Test
    void an_order_for_several_is_each_ones_share() {
        assertThat(Order.open(900, 5).share(3)).isEqualTo(Order.open(300, 5));
        assertThat(Order.arrive(10, 9, 5).share(3)).isEqualTo(Order.arrive(4, 3, 5));
        assertThat(Order.closed(16, 5).share(3)).isEqualTo(Order.closed(16, 5));
    }

    @Test
    void only_loopback_addresses_are_this_machine() {
        assertThat(Address.isLoopback(URI.create("http://localhost:1"))).isTrue();
        assertThat(Address.isLoopback(URI.create("http://127.9.9.9:1"))).isTrue();
        assertThat(Address.isLoopback(URI.create("http://[::1]:1"))).isTrue();
        assertThat(Address.isLoopback(URI.create("http://192.0.2.1:1"))).isFalse();
    }
}
