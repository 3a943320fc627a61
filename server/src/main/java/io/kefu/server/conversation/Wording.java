package io.kefu.server.conversation;

import io.kefu.protocol.v1.Event;
import java.util.Map;

/** The plain sentence that goes with a system message, for clients that do not know its name. */
final class Wording {

    private static final Map<String, String> ZH = Map.of(
            "assigned", "客服 %s 为您服务",
            "transferred", "已为您转接 %s",
            "closed", "会话已结束",
            "reopened", "会话已重新打开",
            "reminder", "您还在吗？如无回复，会话将自动结束",
            "out_of_hours", "现在是非工作时间，请留下联系方式，我们会尽快回复您",
            "leave_message", "客服繁忙，请留言并留下联系方式，我们会尽快回复您",
            "handover", "正在为您转接人工客服");

    private static final Map<String, String> EN = Map.of(
            "assigned", "%s is here to help you",
            "transferred", "You are being transferred to %s",
            "closed", "The conversation has ended",
            "reopened", "The conversation is open again",
            "reminder", "Are you still there? Without an answer the conversation will close",
            "out_of_hours", "We are closed right now. Leave your contact and we will get back to you",
            "leave_message", "All agents are busy. Leave a message and your contact and we will get back to you",
            "handover", "Connecting you to a person");

    private Wording() {}

    static String of(Event event, String locale) {
        String sentence = (locale.startsWith("zh") ? ZH : EN).getOrDefault(event.getName(), event.getName());
        return sentence.contains("%s") ? sentence.formatted(who(event)) : sentence;
    }

    private static String who(Event event) {
        return event.getDataOrDefault("agent_name", event.getDataOrDefault("group", ""));
    }
}
