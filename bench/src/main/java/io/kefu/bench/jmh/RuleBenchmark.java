package io.kefu.bench.jmh;

import io.kefu.server.routing.Rule;
import io.kefu.server.routing.RuleCompiler;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Two of the rules that the quick start ships with, over the facts of a new conversation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RuleBenchmark {
    private final Rule comparison = RuleCompiler.compile("visitor.tags.vip_level > 10");
    private final Rule pattern =
            RuleCompiler.compile("visitor.tags.complaint_risk == true || message.text.matches(\"投诉|举报|(?i)complain\")");
    private final Map<String, Object> facts = Map.of(
            "conversation",
            Map.of("id", "c_8c1fZ0Qh2nTd5yW", "messages", 0L, "group", "", "tags", Map.of()),
            "visitor",
            Map.of(
                    "id", "v_Jw0yX3s9Qk1L",
                    "name", "小王",
                    "externalId", "u-20260714",
                    "locale", "zh-CN",
                    "tags", Map.of("vip_level", 12L, "complaint_risk", false),
                    "page", Map.of("url", "https://shop.example/p/7", "title", "蓝牙耳机", "referrer", "")),
            "channel",
            Map.of("name", "web", "type", "web", "autoReply", true),
            "message",
            Map.of("text", "你好，我的订单 20260714 还没有到，我想投诉"),
            "time",
            Map.of("hour", 14L, "minute", 30L, "weekday", 3L, "date", "2026-11-22"));

    @Benchmark
    public Rule.Verdict comparison() {
        return comparison.decide(facts);
    }

    @Benchmark
    public Rule.Verdict pattern() {
        return pattern.decide(facts);
    }
}
